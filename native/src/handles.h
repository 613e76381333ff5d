// What the opaque structs of faissnet.h are.
#pragma once

#include <atomic>
#include <memory>
#include <vector>

#include <faiss/Index.h>
#include <faiss/IndexBinary.h>
#include <faiss/impl/AuxIndexStructures.h>
#include <faiss/impl/IDSelector.h>

#include "faissnet.h"
#include "nprobe_gate.h"

namespace faissnet {

/// Counts what the caller has to free.
class LiveObject {
public:
    LiveObject() {
        count.fetch_add(1, std::memory_order_relaxed);
    }
    LiveObject(const LiveObject&) = delete;
    LiveObject& operator=(const LiveObject&) = delete;
    ~LiveObject() {
        count.fetch_sub(1, std::memory_order_relaxed);
    }

    static std::atomic<int64_t> count;
};

/// Whether FAISS's own search is right for an index when there are no parameters: no wrapper, no fast-scan lists, no IndexFlat.
bool is_plain(const faiss::Index& index);

} // namespace faissnet

struct faissnet_index : faissnet::LiveObject {
    explicit faissnet_index(std::unique_ptr<faiss::Index> held)
            : index(std::move(held)), plain(faissnet::is_plain(*index)) {}

    std::unique_ptr<faiss::Index> index;
    /// Whether a search without parameters may go straight to FAISS.
    const bool plain;
    /// Searches are const but may have to set nprobe for a moment; see NprobeGate.
    mutable faissnet::NprobeGate gate;
};

struct faissnet_binary_index : faissnet::LiveObject {
    explicit faissnet_binary_index(std::unique_ptr<faiss::IndexBinary> held) : index(std::move(held)) {}

    std::unique_ptr<faiss::IndexBinary> index;
};

struct faissnet_id_filter : faissnet::LiveObject {
    explicit faissnet_id_filter(std::shared_ptr<const faiss::IDSelector> held) : selector(std::move(held)) {}

    /// Shared, because filters made of this one keep it.
    std::shared_ptr<const faiss::IDSelector> selector;
};

struct faissnet_range_result : faissnet::LiveObject {
    explicit faissnet_range_result(int64_t n) : hits(n) {}

    faiss::RangeSearchResult hits;
};
