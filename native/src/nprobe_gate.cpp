#include "nprobe_gate.h"

namespace faissnet {

NprobeGate::Hold::Hold(NprobeGate& gate, const faiss::IndexIVF& ivf, size_t wanted)
        // Searches see a const index; the gate is what makes this write safe.
        : gate_(gate), ivf_(const_cast<faiss::IndexIVF&>(ivf)) {
    std::unique_lock<std::mutex> lock(gate_.mutex_);
    size_t own = gate_.overridden_ ? gate_.own_ : ivf_.nprobe;
    size_t target = wanted != 0 ? wanted : own;
    gate_.idle_.wait(lock, [&] { return gate_.active_ == 0 || ivf_.nprobe == target; });
    if (ivf_.nprobe != target) {
        gate_.own_ = ivf_.nprobe;
        gate_.overridden_ = true;
        ivf_.nprobe = target;
    }
    gate_.active_++;
}

NprobeGate::Hold::~Hold() {
    std::lock_guard<std::mutex> lock(gate_.mutex_);
    if (--gate_.active_ == 0) {
        if (gate_.overridden_) {
            ivf_.nprobe = gate_.own_;
            gate_.overridden_ = false;
        }
        gate_.idle_.notify_all();
    }
}

size_t NprobeGate::own_nprobe(const faiss::IndexIVF& ivf) {
    std::lock_guard<std::mutex> lock(mutex_);
    return overridden_ ? own_ : ivf.nprobe;
}

} // namespace faissnet
