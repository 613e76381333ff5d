// The exported searches of binary indexes.
#include <memory>

#include "access.h"
#include "binary_search_node.h"
#include "threads.h"

using namespace faissnet;

int32_t faissnet_binary_index_search(
        const faissnet_binary_index* index,
        int64_t n,
        const uint8_t* x,
        int64_t k,
        const faissnet_search_params* params,
        int32_t* distances,
        int64_t* ids) {
    return guarded([&] {
        const faiss::IndexBinary& held = index_of(index);
        need_array(n, x, "n", "x");
        need_at_least(k, 1, "k");
        need_array(n, distances, "n", "distances");
        need_array(n, ids, "n", "ids");
        SearchParameters parameters(params);
        need_trained(held);
        if (n > 0) {
            ThreadScope threads(parameters.threads);
            search_node(held, parameters, n, x, k, distances, ids);
        }
    });
}

int32_t faissnet_binary_index_range_search(
        const faissnet_binary_index* index,
        int64_t n,
        const uint8_t* x,
        int32_t radius,
        const faissnet_search_params* params,
        faissnet_range_result** result) {
    return guarded([&] {
        faissnet_range_result*& destination = out(result, "result");
        const faiss::IndexBinary& held = index_of(index);
        need_array(n, x, "n", "x");
        SearchParameters parameters(params);
        need_trained(held);
        auto hits = std::make_unique<faissnet_range_result>(n);
        if (n > 0) {
            ThreadScope threads(parameters.threads);
            range_search_node(held, parameters, n, x, radius, hits->hits);
        }
        destination = hits.release();
    });
}
