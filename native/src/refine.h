// Two-stage search: candidates from the base index, distances from the refinement index.
#pragma once

#include <faiss/IndexRefine.h>

#include "nprobe_gate.h"
#include "search_parameters.h"

namespace faissnet {

void search_refined(
        const faiss::IndexRefine& index,
        NprobeGate& gate,
        const SearchParameters& parameters,
        int64_t n,
        const float* x,
        int64_t k,
        float* distances,
        int64_t* ids);

void range_search_refined(
        const faiss::IndexRefine& index,
        NprobeGate& gate,
        const SearchParameters& parameters,
        int64_t n,
        const float* x,
        float radius,
        faiss::RangeSearchResult& result);

} // namespace faissnet
