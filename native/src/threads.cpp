#include "threads.h"

#include <omp.h>

#include "check.h"

namespace faissnet {

ThreadScope::ThreadScope(int32_t threads) {
    need_at_least(threads, 0, "threads");
    if (threads == 0) {
        return;
    }
    int current = omp_get_max_threads();
    if (current != threads) {
        previous_ = current;
        omp_set_num_threads(threads);
    }
}

ThreadScope::~ThreadScope() {
    if (previous_ != 0) {
        omp_set_num_threads(previous_);
    }
}

} // namespace faissnet

int32_t faissnet_get_num_threads(void) {
    return omp_get_max_threads();
}

int32_t faissnet_set_num_threads(int32_t threads) {
    return faissnet::guarded([&] {
        faissnet::need_at_least(threads, 1, "threads");
        omp_set_num_threads(threads);
    });
}
