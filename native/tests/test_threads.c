#define _POSIX_C_SOURCE 200809L

#include "check.h"

#include <pthread.h>

/* Searches on one index from several threads, with different parameters and numbers of OpenMP threads, give what they give alone. */
enum { D = 16, N = 640, NQ = 24, K = 10, WORKERS = 4, ROUNDS = 15 };

typedef struct worker {
    pthread_t thread;
    const faissnet_index* index;
    const float* queries;
    faissnet_search_params params;
    int64_t expected[NQ * K];
    int different;
} worker;

static void* run(void* argument) {
    worker* self = argument;
    for (int round = 0; round < ROUNDS; round++) {
        float distances[NQ * K];
        int64_t ids[NQ * K];
        OK(faissnet_index_search(self->index, NQ, self->queries, K, &self->params, distances, ids));
        self->different += memcmp(ids, self->expected, sizeof(ids)) != 0;
    }
    return NULL;
}

static void check_together(const char* factory, const float* x, const float* queries) {
    faissnet_index* index;
    OK(faissnet_index_create(D, factory, FAISSNET_METRIC_L2, &index));
    OK(faissnet_index_train(index, N, x, 1));
    OK(faissnet_index_add(index, N, x, 1));
    worker workers[WORKERS];
    for (int i = 0; i < WORKERS; i++) {
        float distances[NQ * K];
        workers[i].index = index;
        workers[i].queries = queries;
        workers[i].different = 0;
        workers[i].params = default_params();
        workers[i].params.nprobe = i % 2 == 0 ? 0 : 4;
        workers[i].params.threads = 1 + i;
        OK(faissnet_index_search(index, NQ, queries, K, &workers[i].params, distances, workers[i].expected));
    }
    for (int i = 0; i < WORKERS; i++) {
        CHECK_INT(pthread_create(&workers[i].thread, NULL, run, &workers[i]), 0);
    }
    for (int i = 0; i < WORKERS; i++) {
        CHECK_INT(pthread_join(workers[i].thread, NULL), 0);
        CHECK_INT(workers[i].different, 0);
    }
    int64_t nprobe;
    OK(faissnet_index_get_nprobe(index, &nprobe));
    CHECK(nprobe <= 1);
    faissnet_index_free(index);
}

static void* fail_alone(void* unused) {
    (void)unused;
    CHECK_TEXT(faissnet_last_error(), ""); /* not the other thread's */
    FAILS(faissnet_set_num_threads(-1), FAISSNET_INVALID_ARGUMENT, "threads must be at least 1, not -1");
    return NULL;
}

void test_threads(void) {
    float* x = random_floats(N, D, 51);
    float* queries = random_floats(NQ, D, 52);
    check_together("Flat", x, queries);
    check_together("IVF4,Flat", x, queries);
    check_together("IVF4,PQ8x4fs", x, queries);
    free(queries);
    free(x);

    pthread_t thread;
    FAILS(faissnet_set_num_threads(0), FAISSNET_INVALID_ARGUMENT, "not 0");
    CHECK_INT(pthread_create(&thread, NULL, fail_alone, NULL), 0);
    CHECK_INT(pthread_join(thread, NULL), 0);
    CHECK_TEXT(faissnet_last_error(), "threads must be at least 1, not 0.");
}
