// The exported searches of float indexes.
#include <memory>

#include "access.h"
#include "search_node.h"
#include "threads.h"

using namespace faissnet;

int32_t faissnet_index_search(
        const faissnet_index* index,
        int64_t n,
        const float* x,
        int64_t k,
        const faissnet_search_params* params,
        float* distances,
        int64_t* ids) {
    return guarded([&] {
        const faissnet_index& handle = need(index, "index");
        need_array(n, x, "n", "x");
        need_at_least(k, 1, "k");
        need_array(n, distances, "n", "distances");
        need_array(n, ids, "n", "ids");
        SearchParameters parameters(params);
        need_trained(*handle.index);
        if (n > 0) {
            ThreadScope threads(parameters.threads);
            if (handle.plain && parameters.are_default()) {
                handle.index->search(n, x, k, distances, ids);
            } else {
                search_node(*handle.index, handle.gate, parameters, n, x, k, distances, ids);
            }
        }
    });
}

int32_t faissnet_index_range_search(
        const faissnet_index* index,
        int64_t n,
        const float* x,
        float radius,
        const faissnet_search_params* params,
        faissnet_range_result** result) {
    return guarded([&] {
        faissnet_range_result*& destination = out(result, "result");
        const faissnet_index& handle = need(index, "index");
        need_array(n, x, "n", "x");
        SearchParameters parameters(params);
        need_trained(*handle.index);
        auto hits = std::make_unique<faissnet_range_result>(n);
        if (n > 0) {
            ThreadScope threads(parameters.threads);
            range_search_node(*handle.index, handle.gate, parameters, n, x, radius, hits->hits);
        }
        destination = hits.release();
    });
}
