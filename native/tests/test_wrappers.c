#include "check.h"

enum { D = 8, N = 400, K = 5 };

static void check_id_map(const float* x, const int64_t* ids, const char* factory) {
    faissnet_index* index;
    OK(faissnet_index_create(D, factory, FAISSNET_METRIC_L2, &index));
    FAILS(faissnet_index_add(index, N, x, 1), FAISSNET_UNSUPPORTED, "add_with_ids");
    OK(faissnet_index_add_with_ids(index, N, x, ids, 1));
    static int64_t map[N];
    OK(faissnet_index_id_map(index, map, N));
    CHECK(memcmp(map, ids, sizeof(map)) == 0);

    faissnet_id_filter* filter;
    OK(faissnet_id_filter_range(10 * 100, 10 * 103, &filter)); /* external ids: vectors 100 to 102 */
    faissnet_search_params params = default_params();
    params.id_filter = filter;
    float distances[K];
    int64_t found[K];
    OK(faissnet_index_search(index, 1, x, K, &params, distances, found));
    CHECK(found[0] >= 1000 && found[2] < 1030);
    CHECK_INT(found[3], -1);
    OK(faissnet_index_search(index, 1, x + 50 * D, K, NULL, distances, found));
    CHECK_INT(found[0], 500);

    faissnet_range_result* result;
    int64_t n;
    const int64_t* limits;
    const float* hit_distances;
    const int64_t* hits;
    OK(faissnet_index_range_search(index, 1, x, 1000, &params, &result));
    OK(faissnet_range_result_view(result, &n, &limits, &hit_distances, &hits));
    CHECK_INT(limits[1], 3);
    CHECK_INT(hits[0], 1000);
    faissnet_range_result_free(result);

    float y[2 * D];
    OK(faissnet_index_reconstruct(index, 1010, y));
    CHECK(memcmp(y, x + 101 * D, D * sizeof(float)) == 0);
    FAILS(faissnet_index_reconstruct(index, 1011, y), FAISSNET_INVALID_ARGUMENT, "no vector with the id 1011");
    FAILS(faissnet_index_reconstruct_range(index, 1010, 2, y), FAISSNET_INVALID_ARGUMENT, "no vector with the id 1011");

    faissnet_index* other;
    int64_t count;
    OK(faissnet_index_clone(index, &other));
    int64_t removed;
    OK(faissnet_index_remove(index, filter, &removed));
    CHECK_INT(removed, 3);
    OK(faissnet_index_merge(index, other, 100000));
    OK(faissnet_index_count(index, &count));
    CHECK_INT(count, 2 * N - 3);
    OK(faissnet_index_reconstruct(index, 101010, y));
    CHECK(memcmp(y, x + 101 * D, D * sizeof(float)) == 0);
    FAILS(faissnet_index_reconstruct(index, 1010, y), FAISSNET_INVALID_ARGUMENT, "no vector");
    faissnet_index_free(other);
    faissnet_id_filter_free(filter);
    faissnet_index_free(index);
}

/* A rotation, lists and a refinement: parameters reach every stage. */
static void check_refine(const float* x) {
    faissnet_index* index;
    OK(faissnet_index_create(D, "RR8,IVF4,PQ2x4np,RFlat", FAISSNET_METRIC_L2, &index));
    OK(faissnet_index_train(index, N, x, 1));
    OK(faissnet_index_add(index, N, x, 1));
    const char* text;
    OK(faissnet_index_kind(index, &text));
    CHECK(strncmp(text, "IndexRefine", 11) == 0);
    OK(faissnet_index_description(index, &text));
    CHECK_TEXT(text, "Refine(PreTransform[8](IVF4(PQ2x4)),Flat)");
    int64_t value;
    OK(faissnet_index_nlist(index, &value));
    CHECK_INT(value, 4);
    OK(faissnet_index_code_size(index, &value));
    CHECK_INT(value, 1 + 4 * D);

    /* All candidates re-ranked are an exact search. */
    faissnet_search_params params = default_params();
    params.nprobe = 4;
    params.k_factor = N;
    float* queries = random_floats(3, D, 5);
    float distances[3 * K];
    int64_t ids[3 * K];
    OK(faissnet_index_search(index, 3, queries, K, &params, distances, ids));
    faissnet_index* flat;
    float exact_distances[3 * K];
    int64_t exact_ids[3 * K];
    OK(faissnet_index_create(D, "Flat", FAISSNET_METRIC_L2, &flat));
    OK(faissnet_index_add(flat, N, x, 1));
    OK(faissnet_index_search(flat, 3, queries, K, NULL, exact_distances, exact_ids));
    CHECK(memcmp(ids, exact_ids, sizeof(ids)) == 0);
    for (int i = 0; i < 3 * K; i++) {
        CHECK_NEAR(distances[i], exact_distances[i], 1e-5);
    }

    faissnet_id_filter* filter;
    OK(faissnet_id_filter_range(200, 210, &filter));
    params.id_filter = filter;
    OK(faissnet_index_search(index, 3, queries, K, &params, distances, ids));
    OK(faissnet_index_search(flat, 3, queries, K, &params, exact_distances, exact_ids));
    CHECK(memcmp(ids, exact_ids, sizeof(ids)) == 0);

    faissnet_range_result* result;
    int64_t n;
    const int64_t* limits;
    const float* hit_distances;
    const int64_t* hits;
    params.k_factor = 100; /* a radius that holds every candidate; the exact one decides */
    OK(faissnet_index_range_search(index, 1, queries, exact_distances[2], &params, &result));
    OK(faissnet_range_result_view(result, &n, &limits, &hit_distances, &hits));
    CHECK_INT(limits[1], 2);
    CHECK(hit_distances[0] < exact_distances[2]);
    CHECK((hits[0] == exact_ids[0] && hits[1] == exact_ids[1]) || (hits[0] == exact_ids[1] && hits[1] == exact_ids[0]));
    faissnet_range_result_free(result);
    faissnet_id_filter_free(filter);

    params = default_params();
    params.k_factor = 0.5f;
    FAILS(faissnet_index_search(index, 3, queries, K, &params, distances, ids), FAISSNET_INVALID_ARGUMENT, "k_factor");

    /* The codec is that of both stages, and decodes from the second. */
    OK(faissnet_index_codec_size(index, &value));
    CHECK_INT(value, 1 + 1 + 4 * D);
    uint8_t code[2 + 4 * D];
    float y[D];
    OK(faissnet_index_encode(index, 1, x + 9 * D, code, 1));
    OK(faissnet_index_decode(index, 1, code, y, 1));
    CHECK(memcmp(y, x + 9 * D, sizeof(y)) == 0);
    OK(faissnet_index_reconstruct(index, 9, y));
    CHECK(memcmp(y, x + 9 * D, sizeof(y)) == 0);

    faissnet_index* other;
    OK(faissnet_index_clone(index, &other));
    OK(faissnet_index_merge(index, other, 0));
    OK(faissnet_index_count(index, &value));
    CHECK_INT(value, 2 * N);
    OK(faissnet_index_reconstruct(index, N + 9, y));
    CHECK(memcmp(y, x + 9 * D, sizeof(y)) == 0);
    params = default_params();
    params.nprobe = 4;
    params.k_factor = 2 * N;
    OK(faissnet_index_search(index, 1, x + 9 * D, 2, &params, distances, ids));
    CHECK_INT(ids[0], 9);
    CHECK_INT(ids[1], N + 9);
    OK(faissnet_index_count(other, &value));
    CHECK_INT(value, 0);

    free(queries);
    faissnet_index_free(other);
    faissnet_index_free(flat);
    faissnet_index_free(index);
}

static void check_graph(const float* x) {
    faissnet_index* index;
    OK(faissnet_index_create(D, "HNSW8,Flat", FAISSNET_METRIC_L2, &index));
    OK(faissnet_index_add(index, N, x, 1));
    faissnet_search_params params = default_params();
    params.ef_search = 64;
    float distances[K];
    int64_t ids[K];
    OK(faissnet_index_search(index, 1, x + 3 * D, K, &params, distances, ids));
    CHECK_INT(ids[0], 3);
    faissnet_id_filter* filter;
    OK(faissnet_id_filter_range(4, N, &filter));
    params.id_filter = filter;
    OK(faissnet_index_search(index, 1, x + 3 * D, K, &params, distances, ids));
    CHECK(ids[0] >= 4);
    faissnet_id_filter_free(filter);
    float y[D];
    OK(faissnet_index_reconstruct(index, 3, y));
    CHECK(memcmp(y, x + 3 * D, sizeof(y)) == 0);
    FAILS(faissnet_index_reconstruct(index, N, y), FAISSNET_INVALID_ARGUMENT, "no vector");
    faissnet_index_free(index);
}

/* A filter is never dropped. */
static void check_refusal(const float* x) {
    faissnet_index* index;
    faissnet_id_filter* filter;
    float distance;
    int64_t id;
    OK(faissnet_index_create(D, "LSH", FAISSNET_METRIC_L2, &index));
    OK(faissnet_index_add(index, N, x, 1));
    OK(faissnet_id_filter_range(4, N, &filter));
    faissnet_search_params params = default_params();
    params.id_filter = filter;
    FAILS(faissnet_index_search(index, 1, x, 1, &params, &distance, &id), FAISSNET_UNSUPPORTED, "id filter");
    faissnet_range_result* result;
    FAILS(faissnet_index_range_search(index, 1, x, 1, &params, &result), FAISSNET_UNSUPPORTED, "id filter");
    faissnet_id_filter_free(filter);
    faissnet_index_free(index);
}

void test_wrappers(void) {
    float* x = random_floats(N, D, 11);
    int64_t ids[N];
    for (int64_t i = 0; i < N; i++) {
        ids[i] = 10 * i;
    }
    check_id_map(x, ids, "IDMap,Flat");
    check_id_map(x, ids, "IDMap2,Flat");
    check_refine(x);
    check_graph(x);
    check_refusal(x);
    free(x);
}
