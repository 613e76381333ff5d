#include "search_node.h"

#include <algorithm>
#include <cfloat>
#include <memory>

#include <faiss/IndexFlat.h>
#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVFFastScan.h>
#include <faiss/IndexPQ.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/IndexRefine.h>
#include <faiss/IndexScalarQuantizer.h>
#include <faiss/impl/DistanceComputer.h>

#include "compat.h"
#include "id_filter.h"
#include "refine.h"
#include "scan.h"

namespace faissnet {

namespace {

struct Search {
    NprobeGate& gate;
    const SearchParameters& parameters;
    int64_t n;
    const float* x;
    int64_t k;
    float* distances;
    int64_t* ids;

    void plain(const faiss::Index& index) const {
        index.search(n, x, k, distances, ids);
    }

    void with(const faiss::Index& index, const faiss::SearchParameters* faiss_parameters) const {
        index.search(n, x, k, distances, ids, faiss_parameters);
    }

    void filtered(const faiss::Index& index) const {
        faiss::SearchParameters faiss_parameters;
        faiss_parameters.sel = const_cast<faiss::IDSelector*>(parameters.filter); // FAISS only reads it
        with(index, &faiss_parameters);
    }
};

void search_id_map(const faiss::IndexIDMap& index, const Search& s) {
    if (s.parameters.filter != nullptr) {
        TranslatedSelector positions(index.id_map, *s.parameters.filter);
        search_node(*index.index, s.gate, s.parameters.with_filter(&positions), s.n, s.x, s.k, s.distances, s.ids);
    } else {
        search_node(*index.index, s.gate, s.parameters, s.n, s.x, s.k, s.distances, s.ids);
    }
    for (int64_t i = 0; i < s.n * s.k; i++) {
        s.ids[i] = s.ids[i] < 0 ? s.ids[i] : index.id_map[static_cast<size_t>(s.ids[i])];
    }
}

void search_transformed(const faiss::IndexPreTransform& index, const Search& s) {
    const float* transformed = index.apply_chain(s.n, s.x);
    std::unique_ptr<const float[]> owned(transformed == s.x ? nullptr : transformed);
    search_node(*index.index, s.gate, s.parameters, s.n, transformed, s.k, s.distances, s.ids);
}

void search_ivf(const faiss::IndexIVF& index, const Search& s) {
    bool fast_scan = dynamic_cast<const faiss::IndexIVFFastScan*>(&index) != nullptr;
    if (fast_scan && !compat::fast_scan_ivf_takes_parameters()) {
        IvfParameters checked(index, s.parameters);
        if (s.parameters.filter != nullptr) {
            fail_filter(index, "search");
        }
        NprobeGate::Hold hold(s.gate, index, static_cast<size_t>(s.parameters.nprobe));
        s.plain(index);
        return;
    }
    const SearchParameters& p = s.parameters;
    if (p.nprobe == 0 && p.max_codes == 0 && p.ef_search == 0 && p.filter == nullptr) {
        s.plain(index);
        return;
    }
    IvfParameters faiss_parameters(index, p);
    s.with(index, faiss_parameters.get());
}

void search_flat(const faiss::IndexFlat& index, const Search& s) {
    bool basic_metric = index.metric_type == faiss::METRIC_L2 || index.metric_type == faiss::METRIC_INNER_PRODUCT;
    if (s.parameters.filter == nullptr) {
        s.plain(index);
    } else if (basic_metric) {
        s.filtered(index);
    } else {
        scan_search(index, s.n, s.x, s.k, s.parameters.filter, s.distances, s.ids);
    }
    if (s.k == 1 && index.metric_type == faiss::METRIC_L2) {
        // FAISS 1.7.3 answers label 0 at distance infinity when nothing is comparable (empty index, NaN query).
        for (int64_t i = 0; i < s.n; i++) {
            if (!(s.distances[i] < FLT_MAX)) {
                s.distances[i] = FLT_MAX;
                s.ids[i] = -1;
            }
        }
    }
}

void search_pq(const faiss::IndexPQ& index, const Search& s) {
    if (s.parameters.filter == nullptr) {
        s.plain(index);
    } else if (index.search_type == faiss::IndexPQ::ST_PQ) {
        scan_search(index, s.n, s.x, s.k, s.parameters.filter, s.distances, s.ids);
    } else {
        fail(FAISSNET_UNSUPPORTED, "IndexPQ takes an id filter only with the search type ST_PQ.");
    }
}

void search_graph(const faiss::IndexHNSW& index, const Search& s) {
    if (s.parameters.ef_search == 0 && s.parameters.filter == nullptr) {
        s.plain(index);
        return;
    }
    faiss::SearchParametersHNSW faiss_parameters;
    faiss_parameters.efSearch = s.parameters.ef_search != 0 ? static_cast<int>(s.parameters.ef_search) : index.hnsw.efSearch;
    faiss_parameters.check_relative_distance = index.hnsw.check_relative_distance;
    faiss_parameters.sel = const_cast<faiss::IDSelector*>(s.parameters.filter); // FAISS only reads it
    s.with(index, &faiss_parameters);
}

} // namespace

void search_node(
        const faiss::Index& index,
        NprobeGate& gate,
        const SearchParameters& parameters,
        int64_t n,
        const float* x,
        int64_t k,
        float* distances,
        int64_t* ids) {
    Search s{gate, parameters, n, x, k, distances, ids};
    if (auto ivf = dynamic_cast<const faiss::IndexIVF*>(&index)) {
        search_ivf(*ivf, s);
    } else if (auto flat = dynamic_cast<const faiss::IndexFlat*>(&index)) {
        search_flat(*flat, s);
    } else if (auto transform = dynamic_cast<const faiss::IndexPreTransform*>(&index)) {
        search_transformed(*transform, s);
    } else if (auto id_map = dynamic_cast<const faiss::IndexIDMap*>(&index)) {
        search_id_map(*id_map, s);
    } else if (auto refined = dynamic_cast<const faiss::IndexRefine*>(&index)) {
        search_refined(*refined, gate, parameters, n, x, k, distances, ids);
    } else if (parameters.filter == nullptr && parameters.ef_search == 0) {
        s.plain(index);
    } else if (auto pq = dynamic_cast<const faiss::IndexPQ*>(&index)) {
        search_pq(*pq, s);
    } else if (auto graph = dynamic_cast<const faiss::IndexHNSW*>(&index)) {
        search_graph(*graph, s);
    } else if (parameters.filter == nullptr) {
        s.plain(index);
    } else if (dynamic_cast<const faiss::IndexScalarQuantizer*>(&index) != nullptr) {
        s.filtered(index);
    } else {
        fail_filter(index, "search");
    }
}

} // namespace faissnet
