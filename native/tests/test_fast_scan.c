#include "check.h"

enum { D = 16, N = 640, NLIST = 4, K = 20 };

static void check_flat(const float* x) {
    faissnet_index* index;
    OK(faissnet_index_create(D, "PQ8x4fs", FAISSNET_METRIC_L2, &index));
    OK(faissnet_index_train(index, N, x, 1));
    OK(faissnet_index_add(index, N, x, 1));
    int64_t size;
    OK(faissnet_index_code_size(index, &size));
    CHECK_INT(size, 4);
    OK(faissnet_index_codes_size(index, &size));
    CHECK_INT(size, N * 4);
    uint8_t* codes = malloc((size_t)size);
    OK(faissnet_index_codes(index, codes, size));
    free(codes);
    int64_t d;
    int64_t m;
    int64_t nbits;
    OK(faissnet_index_pq_shape(index, &d, &m, &nbits));
    CHECK_INT(d, D);
    CHECK_INT(m, 8);
    CHECK_INT(nbits, 4);

    float distances[K];
    int64_t ids[K];
    float y[D];
    OK(faissnet_index_search(index, 1, x, K, NULL, distances, ids));
    OK(faissnet_index_reconstruct(index, ids[0], y));
    CHECK_NEAR(distances[0], squared_distance(x, y, D), 0.1); /* tables of 8 bits */
    faissnet_id_filter* filter;
    OK(faissnet_id_filter_range(4, N, &filter));
    faissnet_search_params params = default_params();
    params.id_filter = filter;
    FAILS(faissnet_index_search(index, 1, x, K, &params, distances, ids), FAISSNET_UNSUPPORTED, "id filter");
    faissnet_id_filter_free(filter);
    faissnet_index_free(index);
}

/* nprobe per call, which FAISS 1.7.3 only takes from the index. */
static void check_lists(const float* x) {
    faissnet_index* index;
    OK(faissnet_index_create(D, "IVF4,PQ8x4fs", FAISSNET_METRIC_L2, &index));
    OK(faissnet_index_train(index, N, x, 1));
    OK(faissnet_index_add(index, N, x, 1));
    int64_t count;
    int64_t size;
    int64_t total = 0;
    for (int64_t list = 0; list < NLIST; list++) {
        OK(faissnet_index_list_size(index, list, &count, &size));
        CHECK_INT(size, (count + 31) / 32 * 32 * 4);
        total += count;
        int64_t* ids = malloc((size_t)(count + 1) * sizeof(int64_t));
        uint8_t* codes = malloc((size_t)size + 1);
        OK(faissnet_index_list_ids(index, list, ids, count));
        OK(faissnet_index_list_codes(index, list, codes, size));
        CHECK(count == 0 || (ids[0] >= 0 && ids[0] < N));
        free(ids);
        free(codes);
    }
    CHECK_INT(total, N);

    static float one[N];
    static float all[N];
    static int64_t one_ids[N];
    static int64_t all_ids[N];
    faissnet_search_params params = default_params();
    OK(faissnet_index_search(index, 1, x, N, NULL, one, one_ids));
    params.nprobe = NLIST;
    OK(faissnet_index_search(index, 1, x, N, &params, all, all_ids));
    CHECK_INT(one_ids[N - 1], -1);
    CHECK(all_ids[N - 1] >= 0);
    int64_t nprobe;
    OK(faissnet_index_get_nprobe(index, &nprobe));
    CHECK_INT(nprobe, 1);
    params.max_codes = 10;
    FAILS(faissnet_index_search(index, 1, x, K, &params, all, all_ids), FAISSNET_UNSUPPORTED, "max_codes");

    faissnet_id_filter* filter;
    OK(faissnet_id_filter_range(0, 40, &filter));
    params = default_params();
    params.nprobe = NLIST;
    params.id_filter = filter;
    int64_t removed;
    faissnet_index* other;
    OK(faissnet_index_clone(index, &other));
    if (faiss_minor_at_least(9)) {
        OK(faissnet_index_search(index, 1, x, 50, &params, all, all_ids));
        CHECK(all_ids[39] >= 0 && all_ids[39] < 40);
        CHECK_INT(all_ids[40], -1);
        OK(faissnet_index_remove(index, filter, &removed));
        CHECK_INT(removed, 40);
    } else {
        /* These would end the process inside FAISS. */
        FAILS(faissnet_index_search(index, 1, x, K, &params, all, all_ids), FAISSNET_UNSUPPORTED, "id filter");
        FAILS(faissnet_index_remove(index, filter, &removed), FAISSNET_UNSUPPORTED, "cannot remove");
        FAILS(faissnet_index_merge(index, other, N), FAISSNET_UNSUPPORTED, "cannot be merged");
        faissnet_range_result* result;
        FAILS(faissnet_index_range_search(index, 1, x, 1, NULL, &result), FAISSNET_UNSUPPORTED, "range search");
        CHECK(result == NULL);
    }
    faissnet_id_filter_free(filter);
    faissnet_index_free(other);
    faissnet_index_free(index);
}

void test_fast_scan(void) {
    float* x = random_floats(N, D, 21);
    check_flat(x);
    check_lists(x);
    free(x);
}
