// FAISS 1.7.3 reads nprobe of a 4-bit fast-scan IVF index from the index alone. A search with another nprobe has to set it for the
// time it runs. The gate lets searches with the same nprobe run together and makes those with another wait.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>

#include <faiss/IndexIVF.h>

namespace faissnet {

class NprobeGate {
public:
    /// For its lifetime the index has the wanted nprobe (0: its own) and nobody changes it.
    class Hold {
    public:
        Hold(NprobeGate& gate, const faiss::IndexIVF& ivf, size_t wanted);
        ~Hold();
        Hold(const Hold&) = delete;
        Hold& operator=(const Hold&) = delete;

    private:
        NprobeGate& gate_;
        faiss::IndexIVF& ivf_;
    };

    /// The index's own nprobe, even while a search overrides it.
    size_t own_nprobe(const faiss::IndexIVF& ivf);

private:
    std::mutex mutex_;
    std::condition_variable idle_;
    int active_ = 0;
    bool overridden_ = false;
    size_t own_ = 0;
};

} // namespace faissnet
