#include "check.h"

float* random_floats(int64_t n, int64_t d, uint32_t seed) {
    float* x = malloc((size_t)(n * d) * sizeof(float));
    CHECK(x != NULL);
    for (int64_t i = 0; i < n * d; i++) {
        seed = seed * 1664525u + 1013904223u;
        x[i] = (float)(seed >> 8) / 16777216.0f;
    }
    return x;
}

uint8_t* random_bytes(int64_t n, uint32_t seed) {
    uint8_t* x = malloc((size_t)n);
    CHECK(x != NULL);
    for (int64_t i = 0; i < n; i++) {
        seed = seed * 1664525u + 1013904223u;
        x[i] = (uint8_t)(seed >> 24);
    }
    return x;
}

double squared_distance(const float* a, const float* b, int64_t d) {
    double sum = 0;
    for (int64_t i = 0; i < d; i++) {
        double difference = (double)a[i] - (double)b[i];
        sum += difference * difference;
    }
    return sum;
}

faissnet_search_params default_params(void) {
    faissnet_search_params params;
    memset(&params, 0, sizeof(params));
    params.struct_size = (int32_t)sizeof(params);
    return params;
}

int32_t take_bytes(void* context, const uint8_t* data, int64_t size) {
    written* target = context;
    if (target->size + size > target->most) {
        return 1;
    }
    memcpy(target->bytes + target->size, data, (size_t)size);
    target->size += size;
    return 0;
}

int faiss_minor_at_least(int minor) {
    int actual = 0;
    CHECK(sscanf(faissnet_faiss_version(), "1.%d.", &actual) == 1);
    return actual >= minor;
}

int main(void) {
    int64_t alive = faissnet_live_objects();
    CHECK_INT(alive, 0);
    test_library();
    test_id_filter();
    test_flat();
    test_ivf();
    test_quantizers();
    test_wrappers();
    test_fast_scan();
    test_files();
    test_binary();
    test_errors();
    test_threads();
    test_interrupt();
    CHECK_INT(faissnet_live_objects(), 0);
    printf("passed with FAISS %s (%s)\n", faissnet_faiss_version(), faissnet_compile_options());
    return 0;
}
