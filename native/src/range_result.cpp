#include "check.h"
#include "handles.h"

using namespace faissnet;

static_assert(sizeof(size_t) == sizeof(int64_t), "limits are handed out as they are");

int32_t faissnet_range_result_view(
        const faissnet_range_result* result,
        int64_t* n,
        const int64_t** limits,
        const float** distances,
        const int64_t** ids) {
    return guarded([&] {
        auto& n_out = out(n, "n");
        auto& limits_out = out(limits, "limits");
        auto& distances_out = out(distances, "distances");
        auto& ids_out = out(ids, "ids");
        const faiss::RangeSearchResult& hits = need(result, "result").hits;
        n_out = static_cast<int64_t>(hits.nq);
        limits_out = reinterpret_cast<const int64_t*>(hits.lims);
        distances_out = hits.distances;
        ids_out = hits.labels;
    });
}

void faissnet_range_result_free(faissnet_range_result* result) {
    delete result;
}
