// The parameters of one search, checked, in FAISS's types.
#pragma once

#include <cstdint>

#include <faiss/impl/IDSelector.h>

#include "check.h"
#include "handles.h"

namespace faissnet {

struct SearchParameters {
    int32_t threads = 0;
    /// 0 stands for the index's own setting in all of these.
    int64_t nprobe = 0;
    int64_t max_codes = 0;
    int64_t ef_search = 0;
    float k_factor = 0;
    /// Null for all ids.
    const faiss::IDSelector* filter = nullptr;

    SearchParameters() = default;
    explicit SearchParameters(const faissnet_search_params* from);

    /// Whether all is the index's own; the threads do not count.
    bool are_default() const {
        return nprobe == 0 && max_codes == 0 && ef_search == 0 && k_factor == 0 && filter == nullptr;
    }

    SearchParameters with_filter(const faiss::IDSelector* other) const {
        SearchParameters copy = *this;
        copy.filter = other;
        return copy;
    }
};

} // namespace faissnet
