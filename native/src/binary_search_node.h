// One binary index's share of a search; see search_node.h. FAISS 1.7.3 takes no parameters at all for binary indexes.
#pragma once

#include <faiss/IndexBinary.h>
#include <faiss/impl/AuxIndexStructures.h>

#include "search_parameters.h"

namespace faissnet {

void search_node(
        const faiss::IndexBinary& index,
        const SearchParameters& parameters,
        int64_t n,
        const uint8_t* x,
        int64_t k,
        int32_t* distances,
        int64_t* ids);

void range_search_node(
        const faiss::IndexBinary& index,
        const SearchParameters& parameters,
        int64_t n,
        const uint8_t* x,
        int32_t radius,
        faiss::RangeSearchResult& result);

} // namespace faissnet
