// One index's share of a search. FAISS 1.7.3 hands parameters through no wrapper, so the library walks the wrappers itself, in every
// release the same way, and calls FAISS at the leaf.
#pragma once

#include <faiss/Index.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIVF.h>
#include <faiss/impl/AuxIndexStructures.h>

#include "nprobe_gate.h"
#include "search_parameters.h"

namespace faissnet {

void search_node(
        const faiss::Index& index,
        NprobeGate& gate,
        const SearchParameters& parameters,
        int64_t n,
        const float* x,
        int64_t k,
        float* distances,
        int64_t* ids);

void range_search_node(
        const faiss::Index& index,
        NprobeGate& gate,
        const SearchParameters& parameters,
        int64_t n,
        const float* x,
        float radius,
        faiss::RangeSearchResult& result);

/// What FAISS is told about an IVF index; refuses what it would ignore or what would end the process.
class IvfParameters {
public:
    IvfParameters(const faiss::IndexIVF& ivf, const SearchParameters& parameters);

    const faiss::SearchParameters* get() const {
        return &ivf_;
    }

private:
    faiss::SearchParametersHNSW graph_;
    faiss::SearchParametersIVF ivf_;
};

[[noreturn]] void fail_filter(const faiss::Index& index, const char* operation);

} // namespace faissnet
