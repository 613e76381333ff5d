#include "scan.h"

#include <memory>
#include <vector>

#include <omp.h>

#include <faiss/impl/DistanceComputer.h>
#include <faiss/utils/Heap.h>

#include "compat.h"
#include "hits.h"
#include "interrupt.h"

namespace faissnet {

namespace {

using Computer = std::unique_ptr<faiss::DistanceComputer>;

/// One computer for each thread, made before the parallel region, where FAISS may still throw.
std::vector<Computer> computers(const faiss::Index& index, int64_t n) {
    std::vector<Computer> result;
    int64_t count = std::max<int64_t>(1, std::min<int64_t>(omp_get_max_threads(), n));
    for (int64_t i = 0; i < count; i++) {
        result.emplace_back(index.get_distance_computer());
    }
    return result;
}

template <class C>
void scan_one(
        faiss::DistanceComputer& computer,
        int64_t count,
        int64_t k,
        const faiss::IDSelector* filter,
        float* distances,
        int64_t* ids) {
    faiss::heap_heapify<C>(k, distances, ids);
    for (int64_t i = 0; i < count; i++) {
        if (filter != nullptr && !filter->is_member(i)) {
            continue;
        }
        float distance = computer(i);
        if (C::cmp(distances[0], distance)) {
            faiss::heap_replace_top<C>(k, distances, ids, distance, i);
        }
    }
    faiss::heap_reorder<C>(k, distances, ids);
}

} // namespace

void scan_search(
        const faiss::IndexFlatCodes& index,
        int64_t n,
        const float* x,
        int64_t k,
        const faiss::IDSelector* filter,
        float* distances,
        int64_t* ids) {
    bool similarity = compat::is_similarity(index.metric_type);
    std::vector<Computer> all = computers(index, n);
    bool stop = false;
#pragma omp parallel for schedule(dynamic) num_threads(static_cast<int>(all.size())) if (all.size() > 1)
    for (int64_t i = 0; i < n; i++) {
        if (stop_all(stop)) {
            continue;
        }
        faiss::DistanceComputer& computer = *all[static_cast<size_t>(omp_get_thread_num())];
        computer.set_query(x + i * index.d);
        if (similarity) {
            scan_one<faiss::CMin<float, int64_t>>(computer, index.ntotal, k, filter, distances + i * k, ids + i * k);
        } else {
            scan_one<faiss::CMax<float, int64_t>>(computer, index.ntotal, k, filter, distances + i * k, ids + i * k);
        }
    }
    stop_if_interrupted();
}

void scan_range_search(
        const faiss::IndexFlatCodes& index,
        int64_t n,
        const float* x,
        float radius,
        const faiss::IDSelector* filter,
        faiss::RangeSearchResult& result) {
    bool similarity = compat::is_similarity(index.metric_type);
    std::vector<Computer> all = computers(index, 1);
    HitList hits(n);
    for (int64_t i = 0; i < n; i++) {
        stop_if_interrupted();
        all[0]->set_query(x + i * index.d);
        for (int64_t id = 0; id < index.ntotal; id++) {
            if (filter != nullptr && !filter->is_member(id)) {
                continue;
            }
            float distance = (*all[0])(id);
            if (similarity ? distance > radius : distance < radius) {
                hits.add(i, distance, id);
            }
        }
    }
    hits.move_to(result);
}

} // namespace faissnet
