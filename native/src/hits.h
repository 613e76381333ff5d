// Collecting the hits of a range search query by query.
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include <faiss/impl/AuxIndexStructures.h>

namespace faissnet {

class HitList {
public:
    explicit HitList(int64_t n) : counts_(static_cast<size_t>(n), 0) {}

    /// Queries must come in ascending order.
    void add(int64_t query, float distance, int64_t id) {
        distances_.push_back(distance);
        ids_.push_back(id);
        counts_[static_cast<size_t>(query)]++;
    }

    void move_to(faiss::RangeSearchResult& result) const {
        std::memset(result.lims, 0, (counts_.size() + 1) * sizeof(result.lims[0]));
        std::copy(counts_.begin(), counts_.end(), result.lims);
        result.do_allocation(); // turns the counts into limits
        std::copy(distances_.begin(), distances_.end(), result.distances);
        std::copy(ids_.begin(), ids_.end(), result.labels);
    }

private:
    std::vector<size_t> counts_;
    std::vector<float> distances_;
    std::vector<int64_t> ids_;
};

} // namespace faissnet
