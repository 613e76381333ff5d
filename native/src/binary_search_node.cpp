#include "binary_search_node.h"

#include <algorithm>
#include <vector>

#include <faiss/IndexBinaryFlat.h>
#include <faiss/IndexBinaryIVF.h>
#include <faiss/IndexIDMap.h>
#include <faiss/utils/Heap.h>

#include "describe.h"
#include "hamming.h"
#include "hits.h"
#include "id_filter.h"
#include "interrupt.h"

namespace faissnet {

namespace {

using Heap = faiss::CMax<int32_t, int64_t>;

/// Vectors one after the other with their ids, positions if ids is null.
struct Block {
    const uint8_t* codes;
    const int64_t* ids;
    size_t count;
};

/// Calls body(distance, id) for each admitted vector of a block.
template <class Body>
void visit(const Block& block, const uint8_t* query, size_t code_size, const faiss::IDSelector* filter, Body&& body) {
    for (size_t i = 0; i < block.count; i++) {
        int64_t id = block.ids != nullptr ? block.ids[i] : static_cast<int64_t>(i);
        if (filter == nullptr || filter->is_member(id)) {
            body(hamming(query, block.codes + i * code_size, code_size), id);
        }
    }
}

/// The lists that a search visits, found by the coarse quantizer: n x nprobe.
struct Probes {
    size_t nprobe;
    std::vector<int32_t> distances;
    std::vector<int64_t> lists;

    Probes(const faiss::IndexBinaryIVF& index, const SearchParameters& parameters, int64_t n, const uint8_t* x)
            : nprobe(std::min(index.nlist, parameters.nprobe != 0 ? static_cast<size_t>(parameters.nprobe) : index.nprobe)),
              distances(static_cast<size_t>(n) * nprobe),
              lists(distances.size()) {
        index.quantizer->search(n, x, static_cast<int64_t>(nprobe), distances.data(), lists.data());
    }
};

/// Calls body with each list of a query until max_codes is reached, which ends after the list that reaches it, as in FAISS 1.7.3.
template <class Body>
void visit_lists(const faiss::IndexBinaryIVF& index, const Probes& probes, int64_t query, size_t max_codes, Body&& body) {
    size_t seen = 0;
    for (size_t i = 0; i < probes.nprobe; i++) {
        int64_t list = probes.lists[static_cast<size_t>(query) * probes.nprobe + i];
        if (list < 0) {
            continue;
        }
        size_t list_no = static_cast<size_t>(list);
        faiss::InvertedLists::ScopedCodes codes(index.invlists, list_no);
        faiss::InvertedLists::ScopedIds ids(index.invlists, list_no);
        size_t size = index.invlists->list_size(list_no);
        body(Block{codes.get(), ids.get(), size});
        seen += size;
        if (max_codes != 0 && seen >= max_codes) {
            break;
        }
    }
}

size_t max_codes(const faiss::IndexBinaryIVF& index, const SearchParameters& parameters) {
    return parameters.max_codes != 0 ? static_cast<size_t>(parameters.max_codes) : index.max_codes;
}

[[noreturn]] void fail_filter(const faiss::IndexBinary& index) {
    fail(FAISSNET_UNSUPPORTED, std::string(class_name(index)) + " cannot search with an id filter.");
}

/// A search over what visit_blocks(query, body) calls body with; FAISS's heap, by FAISS's rule.
template <class VisitBlocks>
void search_blocks(
        int64_t n,
        const uint8_t* x,
        size_t code_size,
        const faiss::IDSelector* filter,
        int64_t k,
        int32_t* distances,
        int64_t* ids,
        VisitBlocks&& visit_blocks) {
    bool stop = false;
#pragma omp parallel for schedule(dynamic) if (n > 1)
    for (int64_t i = 0; i < n; i++) {
        if (stop_all(stop)) {
            continue;
        }
        int32_t* d = distances + i * k;
        int64_t* l = ids + i * k;
        faiss::heap_heapify<Heap>(k, d, l);
        visit_blocks(i, [&](const Block& block) {
            visit(block, x + static_cast<size_t>(i) * code_size, code_size, filter, [&](int32_t distance, int64_t id) {
                if (distance < d[0]) {
                    faiss::heap_replace_top<Heap>(k, d, l, distance, id);
                }
            });
        });
        faiss::heap_reorder<Heap>(k, d, l);
    }
    stop_if_interrupted();
}

template <class VisitBlocks>
void range_search_blocks(
        int64_t n,
        const uint8_t* x,
        size_t code_size,
        const faiss::IDSelector* filter,
        int32_t radius,
        faiss::RangeSearchResult& result,
        VisitBlocks&& visit_blocks) {
    HitList hits(n);
    for (int64_t i = 0; i < n; i++) {
        stop_if_interrupted();
        visit_blocks(i, [&](const Block& block) {
            visit(block, x + static_cast<size_t>(i) * code_size, code_size, filter, [&](int32_t distance, int64_t id) {
                if (distance < radius) {
                    hits.add(i, static_cast<float>(distance), id);
                }
            });
        });
    }
    hits.move_to(result);
}

Block all_of(const faiss::IndexBinaryFlat& index) {
    return {index.xb.data(), nullptr, static_cast<size_t>(index.ntotal)};
}

void search_ivf(
        const faiss::IndexBinaryIVF& index,
        const SearchParameters& parameters,
        int64_t n,
        const uint8_t* x,
        int64_t k,
        int32_t* distances,
        int64_t* ids) {
    Probes probes(index, parameters, n, x);
    if (parameters.filter == nullptr) {
        faiss::SearchParametersIVF faiss_parameters;
        faiss_parameters.nprobe = probes.nprobe;
        faiss_parameters.max_codes = max_codes(index, parameters);
        index.search_preassigned(n, x, k, probes.lists.data(), probes.distances.data(), distances, ids, false, &faiss_parameters);
        return;
    }
    search_blocks(n, x, static_cast<size_t>(index.code_size), parameters.filter, k, distances, ids, [&](int64_t i, auto&& body) {
        visit_lists(index, probes, i, max_codes(index, parameters), body);
    });
}

} // namespace

void search_node(
        const faiss::IndexBinary& index,
        const SearchParameters& parameters,
        int64_t n,
        const uint8_t* x,
        int64_t k,
        int32_t* distances,
        int64_t* ids) {
    if (auto id_map = dynamic_cast<const faiss::IndexBinaryIDMap*>(&index)) {
        if (parameters.filter != nullptr) {
            TranslatedSelector positions(id_map->id_map, *parameters.filter);
            search_node(*id_map->index, parameters.with_filter(&positions), n, x, k, distances, ids);
        } else {
            search_node(*id_map->index, parameters, n, x, k, distances, ids);
        }
        for (int64_t i = 0; i < n * k; i++) {
            ids[i] = ids[i] < 0 ? ids[i] : id_map->id_map[static_cast<size_t>(ids[i])];
        }
    } else if (auto ivf = dynamic_cast<const faiss::IndexBinaryIVF*>(&index);
               ivf != nullptr && (parameters.nprobe != 0 || parameters.max_codes != 0 || parameters.filter != nullptr)) {
        search_ivf(*ivf, parameters, n, x, k, distances, ids);
    } else if (parameters.filter == nullptr) {
        index.search(n, x, k, distances, ids);
    } else if (auto flat = dynamic_cast<const faiss::IndexBinaryFlat*>(&index)) {
        search_blocks(
                n, x, static_cast<size_t>(index.code_size), parameters.filter, k, distances, ids,
                [&](int64_t, auto&& body) { body(all_of(*flat)); });
    } else {
        fail_filter(index);
    }
}

void range_search_node(
        const faiss::IndexBinary& index,
        const SearchParameters& parameters,
        int64_t n,
        const uint8_t* x,
        int32_t radius,
        faiss::RangeSearchResult& result) {
    size_t code_size = static_cast<size_t>(index.code_size);
    if (auto id_map = dynamic_cast<const faiss::IndexBinaryIDMap*>(&index)) {
        if (parameters.filter != nullptr) {
            TranslatedSelector positions(id_map->id_map, *parameters.filter);
            range_search_node(*id_map->index, parameters.with_filter(&positions), n, x, radius, result);
        } else {
            range_search_node(*id_map->index, parameters, n, x, radius, result);
        }
        for (size_t i = 0; i < result.lims[n]; i++) {
            result.labels[i] = id_map->id_map[static_cast<size_t>(result.labels[i])];
        }
    } else if (auto ivf = dynamic_cast<const faiss::IndexBinaryIVF*>(&index)) {
        Probes probes(*ivf, parameters, n, x);
        range_search_blocks(n, x, code_size, parameters.filter, radius, result, [&](int64_t i, auto&& body) {
            visit_lists(*ivf, probes, i, max_codes(*ivf, parameters), body);
        });
    } else if (parameters.filter == nullptr) {
        index.range_search(n, x, radius, &result);
    } else if (auto flat = dynamic_cast<const faiss::IndexBinaryFlat*>(&index)) {
        range_search_blocks(n, x, code_size, parameters.filter, radius, result, [&](int64_t, auto&& body) { body(all_of(*flat)); });
    } else {
        fail_filter(index);
    }
}

} // namespace faissnet
