#include "refine.h"

#include <algorithm>
#include <memory>
#include <vector>

#include <omp.h>

#include <faiss/impl/DistanceComputer.h>
#include <faiss/utils/Heap.h>

#include "compat.h"
#include "hits.h"
#include "search_node.h"

namespace faissnet {

namespace {

using Computer = std::unique_ptr<faiss::DistanceComputer>;

float factor(const faiss::IndexRefine& index, const SearchParameters& parameters) {
    return parameters.k_factor != 0 ? parameters.k_factor : std::max(index.k_factor, 1.0f);
}

/// k times the factor, truncated as FAISS does, and never more than there is to find.
int64_t candidates(const faiss::IndexRefine& index, const SearchParameters& parameters, int64_t k) {
    float wanted = static_cast<float>(k) * factor(index, parameters);
    int64_t most = std::max(k, index.ntotal);
    return wanted >= static_cast<float>(most) ? most : std::max(k, static_cast<int64_t>(wanted));
}

template <class C>
void rank(
        faiss::DistanceComputer& computer,
        int64_t k,
        const std::vector<int64_t>& found,
        size_t begin,
        size_t end,
        float* distances,
        int64_t* ids) {
    faiss::heap_heapify<C>(k, distances, ids);
    for (size_t j = begin; j < end; j++) {
        if (found[j] < 0) {
            continue;
        }
        float distance = computer(found[j]);
        if (C::cmp(distances[0], distance)) {
            faiss::heap_replace_top<C>(k, distances, ids, distance, found[j]);
        }
    }
    faiss::heap_reorder<C>(k, distances, ids);
}

} // namespace

void search_refined(
        const faiss::IndexRefine& index,
        NprobeGate& gate,
        const SearchParameters& parameters,
        int64_t n,
        const float* x,
        int64_t k,
        float* distances,
        int64_t* ids) {
    int64_t k_base = candidates(index, parameters, k);
    std::vector<int64_t> found(static_cast<size_t>(n) * static_cast<size_t>(k_base));
    {
        std::vector<float> base_distances(found.size());
        search_node(*index.base_index, gate, parameters, n, x, k_base, base_distances.data(), found.data());
    }
    bool similarity = compat::is_similarity(index.metric_type);
    // Made before the parallel region, where FAISS may still throw.
    std::vector<Computer> computers;
    int64_t threads = std::max<int64_t>(1, std::min<int64_t>(omp_get_max_threads(), n));
    for (int64_t i = 0; i < threads; i++) {
        computers.emplace_back(index.refine_index->get_distance_computer());
    }
#pragma omp parallel for num_threads(static_cast<int>(threads)) if (threads > 1)
    for (int64_t i = 0; i < n; i++) {
        faiss::DistanceComputer& computer = *computers[static_cast<size_t>(omp_get_thread_num())];
        computer.set_query(x + i * index.d);
        size_t begin = static_cast<size_t>(i * k_base);
        size_t end = begin + static_cast<size_t>(k_base);
        if (similarity) {
            rank<faiss::CMin<float, int64_t>>(computer, k, found, begin, end, distances + i * k, ids + i * k);
        } else {
            rank<faiss::CMax<float, int64_t>>(computer, k, found, begin, end, distances + i * k, ids + i * k);
        }
    }
}

void range_search_refined(
        const faiss::IndexRefine& index,
        NprobeGate& gate,
        const SearchParameters& parameters,
        int64_t n,
        const float* x,
        float radius,
        faiss::RangeSearchResult& result) {
    faiss::RangeSearchResult base(n);
    // As later releases of FAISS do: the base index is asked for a wider radius, then the exact one decides.
    range_search_node(*index.base_index, gate, parameters, n, x, radius * factor(index, parameters), base);
    bool similarity = compat::is_similarity(index.metric_type);
    Computer computer(index.refine_index->get_distance_computer());
    HitList hits(n);
    for (int64_t i = 0; i < n; i++) {
        computer->set_query(x + i * index.d);
        for (size_t j = base.lims[i]; j < base.lims[i + 1]; j++) {
            float distance = (*computer)(base.labels[j]);
            if (similarity ? distance > radius : distance < radius) {
                hits.add(i, distance, base.labels[j]);
            }
        }
    }
    hits.move_to(result);
}

} // namespace faissnet
