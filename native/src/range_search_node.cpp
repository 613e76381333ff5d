#include <memory>

#include <faiss/IndexFlatCodes.h>
#include <faiss/IndexFlat.h>
#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVFFastScan.h>
#include <faiss/IndexPQ.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/IndexScalarQuantizer.h>

#include "compat.h"
#include "id_filter.h"
#include "refine.h"
#include "scan.h"
#include "search_node.h"

namespace faissnet {

namespace {

/// Kinds whose distance computer gives the distances of their search.
bool can_scan(const faiss::Index& index) {
    if (auto pq = dynamic_cast<const faiss::IndexPQ*>(&index)) {
        return pq->search_type == faiss::IndexPQ::ST_PQ;
    }
    return dynamic_cast<const faiss::IndexFlat*>(&index) != nullptr ||
            dynamic_cast<const faiss::IndexScalarQuantizer*>(&index) != nullptr;
}

} // namespace

void range_search_node(
        const faiss::Index& index,
        NprobeGate& gate,
        const SearchParameters& parameters,
        int64_t n,
        const float* x,
        float radius,
        faiss::RangeSearchResult& result) {
    if (auto ivf = dynamic_cast<const faiss::IndexIVF*>(&index)) {
        bool fast_scan = dynamic_cast<const faiss::IndexIVFFastScan*>(ivf) != nullptr;
        if (fast_scan && !compat::fast_scan_ivf_takes_parameters()) {
            fail(FAISSNET_UNSUPPORTED, "4-bit fast-scan lists do not support range search in this release of FAISS.");
        }
        IvfParameters faiss_parameters(*ivf, parameters);
        ivf->range_search(n, x, radius, &result, faiss_parameters.get());
    } else if (auto id_map = dynamic_cast<const faiss::IndexIDMap*>(&index)) {
        if (parameters.filter != nullptr) {
            TranslatedSelector positions(id_map->id_map, *parameters.filter);
            range_search_node(*id_map->index, gate, parameters.with_filter(&positions), n, x, radius, result);
        } else {
            range_search_node(*id_map->index, gate, parameters, n, x, radius, result);
        }
        for (size_t i = 0; i < result.lims[n]; i++) {
            result.labels[i] = result.labels[i] < 0 ? result.labels[i] : id_map->id_map[static_cast<size_t>(result.labels[i])];
        }
    } else if (auto transform = dynamic_cast<const faiss::IndexPreTransform*>(&index)) {
        const float* transformed = transform->apply_chain(n, x);
        std::unique_ptr<const float[]> owned(transformed == x ? nullptr : transformed);
        range_search_node(*transform->index, gate, parameters, n, transformed, radius, result);
    } else if (auto refined = dynamic_cast<const faiss::IndexRefine*>(&index)) {
        range_search_refined(*refined, gate, parameters, n, x, radius, result);
    } else if (parameters.filter == nullptr && compat::flat_codes_have_range_search(index)) {
        index.range_search(n, x, radius, &result);
    } else if (can_scan(index)) {
        scan_range_search(dynamic_cast<const faiss::IndexFlatCodes&>(index), n, x, radius, parameters.filter, result);
    } else if (parameters.filter == nullptr) {
        index.range_search(n, x, radius, &result);
    } else {
        fail_filter(index, "range search");
    }
}

} // namespace faissnet
