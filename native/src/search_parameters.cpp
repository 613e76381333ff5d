#include "search_parameters.h"

#include <cmath>

namespace faissnet {

SearchParameters::SearchParameters(const faissnet_search_params* from) {
    if (from == nullptr) {
        return;
    }
    if (from->struct_size != static_cast<int32_t>(sizeof(faissnet_search_params))) {
        fail(FAISSNET_INVALID_ARGUMENT,
             "params.struct_size must be " + std::to_string(sizeof(faissnet_search_params)) + ", not " +
                     std::to_string(from->struct_size) + ".");
    }
    need_at_least(from->threads, 0, "params.threads");
    need_at_least(from->nprobe, 0, "params.nprobe");
    need_at_least(from->max_codes, 0, "params.max_codes");
    need_at_least(from->ef_search, 0, "params.ef_search");
    if (from->ef_search > INT32_MAX) {
        fail(FAISSNET_INVALID_ARGUMENT, "params.ef_search must be at most 2147483647.");
    }
    if (!(from->k_factor == 0 || (from->k_factor >= 1 && std::isfinite(from->k_factor)))) {
        fail(FAISSNET_INVALID_ARGUMENT, "params.k_factor must be 0 or at least 1.");
    }
    if (from->reserved != 0) {
        fail(FAISSNET_INVALID_ARGUMENT, "params.reserved must be 0.");
    }
    threads = from->threads;
    nprobe = from->nprobe;
    max_codes = from->max_codes;
    ef_search = from->ef_search;
    k_factor = from->k_factor;
    filter = from->id_filter != nullptr ? from->id_filter->selector.get() : nullptr;
}

} // namespace faissnet
