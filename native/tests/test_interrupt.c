#include "check.h"

enum { D = 16, N = 600, NQ = 40, K = 5, NLIST = 8 };

static const int32_t stop = 1;
static const int32_t go_on = 0;

typedef struct asked {
    int64_t times;
    int32_t flag;
} asked;

/* Stops the search that asks it. With one thread it is the caller's that asks. */
static int32_t stop_the_search(void* context, int64_t id) {
    asked* self = context;
    (void)id;
    self->times++;
    self->flag = 1;
    return 1;
}

static void test_training(const float* x) {
    const char* const factories[] = {"IVF8,Flat", "PQ4x4np", "IVF8,PQ4x4np"};
    for (int i = 0; i < 3; i++) {
        faissnet_index* index;
        OK(faissnet_index_create(D, factories[i], FAISSNET_METRIC_L2, &index));
        faissnet_set_interrupt(&stop);
        FAILS(faissnet_index_train(index, N, x, 2), FAISSNET_INTERRUPTED, "The caller stopped it.");
        faissnet_index_free(index);
        OK(faissnet_index_create(D, factories[i], FAISSNET_METRIC_L2, &index));
        faissnet_set_interrupt(&go_on);
        OK(faissnet_index_train(index, N, x, 2));
        faissnet_set_interrupt(NULL);
        faissnet_index_free(index);
    }
}

/* An addition that is stopped adds nothing, and the index is as good as before. */
static void test_adding(const char* factory, const float* x) {
    faissnet_index* index;
    int64_t count;
    float distances[K];
    int64_t ids[K];
    OK(faissnet_index_create(D, factory, FAISSNET_METRIC_L2, &index));
    OK(faissnet_index_train(index, N, x, 1));
    OK(faissnet_index_add(index, N, x, 1));
    faissnet_set_interrupt(&stop);
    FAILS(faissnet_index_add(index, N, x, 1), FAISSNET_INTERRUPTED, "stopped");
    faissnet_set_interrupt(NULL);
    OK(faissnet_index_count(index, &count));
    CHECK_INT(count, N);
    OK(faissnet_index_add(index, 1, x, 1));
    OK(faissnet_index_count(index, &count));
    CHECK_INT(count, N + 1);
    OK(faissnet_index_search(index, 1, x, K, NULL, distances, ids));
    faissnet_index_free(index);
}

static void test_searching(const float* x) {
    faissnet_index* index;
    faissnet_id_filter* filter;
    faissnet_range_result* result;
    faissnet_search_params params = default_params();
    asked context = {0, 0};
    float distances[NQ * K];
    int64_t ids[NQ * K];
    params.threads = 1;
    OK(faissnet_index_create(D, "IVF8,Flat", FAISSNET_METRIC_L2, &index));
    OK(faissnet_index_train(index, N, x, 1));
    OK(faissnet_index_add(index, N, x, 1));
    OK(faissnet_id_filter_predicate(stop_the_search, &context, &filter));
    faissnet_set_interrupt(&context.flag);
    params.id_filter = filter;
    FAILS(faissnet_index_search(index, NQ, x, K, &params, distances, ids), FAISSNET_INTERRUPTED, "stopped");
    CHECK(context.times > 0 && context.times < N); /* one list of the first query */
    faissnet_set_interrupt(NULL);
    OK(faissnet_index_search(index, NQ, x, K, &params, distances, ids));
    faissnet_index_free(index);

    /* The library's own scans. */
    OK(faissnet_index_create(D, "PQ4x4np", FAISSNET_METRIC_L2, &index));
    OK(faissnet_index_train(index, N, x, 1));
    OK(faissnet_index_add(index, N, x, 1));
    context.times = 0;
    context.flag = 0;
    faissnet_set_interrupt(&context.flag);
    FAILS(faissnet_index_search(index, NQ, x, K, &params, distances, ids), FAISSNET_INTERRUPTED, "stopped");
    CHECK_INT(context.times, N);
    context.flag = 0;
    FAILS(faissnet_index_range_search(index, NQ, x, 1, &params, &result), FAISSNET_INTERRUPTED, "stopped");
    CHECK_INT(context.times, 2 * N);
    faissnet_set_interrupt(NULL);
    faissnet_index_free(index);
    faissnet_id_filter_free(filter);
}

static void test_binary_index(void) {
    uint8_t* x = random_bytes(N * 2, 5);
    faissnet_binary_index* index;
    faissnet_id_filter* filter;
    faissnet_range_result* result;
    faissnet_search_params params = default_params();
    asked context = {0, 0};
    int32_t distances[NQ * K];
    int64_t ids[NQ * K];
    OK(faissnet_binary_index_create(16, "BIVF8", &index));
    faissnet_set_interrupt(&stop);
    FAILS(faissnet_binary_index_train(index, N, x, 1), FAISSNET_INTERRUPTED, "stopped");
    faissnet_set_interrupt(NULL);
    faissnet_binary_index_free(index);

    OK(faissnet_binary_index_create(16, "BFlat", &index));
    OK(faissnet_binary_index_add(index, N, x, 1));
    OK(faissnet_id_filter_predicate(stop_the_search, &context, &filter));
    params.threads = 1;
    params.id_filter = filter;
    faissnet_set_interrupt(&context.flag);
    FAILS(faissnet_binary_index_search(index, NQ, x, K, &params, distances, ids), FAISSNET_INTERRUPTED, "stopped");
    CHECK_INT(context.times, N);
    context.flag = 0;
    FAILS(faissnet_binary_index_range_search(index, NQ, x, 3, &params, &result), FAISSNET_INTERRUPTED, "stopped");
    CHECK_INT(context.times, 2 * N);
    faissnet_set_interrupt(NULL);
    faissnet_id_filter_free(filter);
    faissnet_binary_index_free(index);
    free(x);
}

void test_interrupt(void) {
    float* x = random_floats(N, D, 61);
    test_training(x);
    test_adding("IVF8,Flat", x);
    test_adding("IVF8,PQ4x4np", x);
    test_adding("PCA8,IVF8,SQ8", x);
    test_searching(x);
    test_binary_index();
    free(x);
}
