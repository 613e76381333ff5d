// Searching codes one by one, for filters and range searches that FAISS lacks. Distances come from FAISS's own distance computer, and
// results are kept in FAISS's own heap by its own rule, so they are those of a search without a filter over the admitted vectors.
#pragma once

#include <faiss/IndexFlatCodes.h>
#include <faiss/impl/AuxIndexStructures.h>
#include <faiss/impl/IDSelector.h>

namespace faissnet {

void scan_search(
        const faiss::IndexFlatCodes& index,
        int64_t n,
        const float* x,
        int64_t k,
        const faiss::IDSelector* filter,
        float* distances,
        int64_t* ids);

void scan_range_search(
        const faiss::IndexFlatCodes& index,
        int64_t n,
        const float* x,
        float radius,
        const faiss::IDSelector* filter,
        faiss::RangeSearchResult& result);

} // namespace faissnet
