#include "interrupt.h"

#include <atomic>
#include <memory>
#include <mutex>

#include <faiss/impl/AuxIndexStructures.h>

#include "error.h"

namespace faissnet {

namespace {

thread_local const int32_t* t_flag = nullptr;

/// FAISS has one callback for the process and asks it from the thread that calls and from its workers; each answers for itself, and it is
/// enough that one says yes.
class FlagInterrupt : public faiss::InterruptCallback {
public:
    bool want_interrupt() override {
        return interrupted();
    }
};

} // namespace

bool interrupted() noexcept {
    return t_flag != nullptr && __atomic_load_n(t_flag, __ATOMIC_RELAXED) != 0;
}

bool stop_all(bool& stop) noexcept {
    if (interrupted()) {
        __atomic_store_n(&stop, true, __ATOMIC_RELAXED);
    }
    return __atomic_load_n(&stop, __ATOMIC_RELAXED);
}

void stop_if_interrupted() {
    if (interrupted()) {
        fail(FAISSNET_INTERRUPTED, "The caller stopped it.");
    }
}

} // namespace faissnet

void faissnet_set_interrupt(const int32_t* flag) {
    static std::once_flag installed;
    faissnet::t_flag = flag;
    if (flag == nullptr) {
        return;
    }
    // Only now, because from then on FAISS asks after every query of inverted lists, under a lock. Other threads may be searching: they see
    // null or the whole object.
    std::call_once(installed, [] {
        auto callback = std::make_unique<faissnet::FlagInterrupt>();
        std::atomic_thread_fence(std::memory_order_release);
        faiss::InterruptCallback::instance = std::move(callback);
    });
}
