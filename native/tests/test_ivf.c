#include "check.h"

enum { D = 8, N = 600, NLIST = 4, NQ = 5, K = 10 };

/* Four well-separated clusters; the id of vector i is 1000 + i. */
static float* clustered(void) {
    float* x = random_floats(N, D, 1);
    for (int64_t i = 0; i < N; i++) {
        x[i * D] += 100.0f * (float)(i % NLIST);
    }
    return x;
}

static void brute_force(const float* x, const float* query, int64_t modulo, int64_t* best) {
    double nearest = INFINITY;
    for (int64_t i = 0; i < N; i++) {
        double distance = squared_distance(x + i * D, query, D);
        if ((1000 + i) % modulo == 0 && distance < nearest) {
            nearest = distance;
            *best = 1000 + i;
        }
    }
}

static void check_lists(const faissnet_index* index, const float* x) {
    float centroids[NLIST * D];
    OK(faissnet_index_coarse_centroids(index, centroids, NLIST * D));
    int64_t total = 0;
    for (int64_t list = 0; list < NLIST; list++) {
        int64_t count;
        int64_t size;
        OK(faissnet_index_list_size(index, list, &count, &size));
        CHECK_INT(count, N / NLIST);
        CHECK_INT(size, count * D * (int64_t)sizeof(float));
        int64_t* ids = malloc((size_t)count * sizeof(int64_t));
        float* codes = malloc((size_t)size);
        OK(faissnet_index_list_ids(index, list, ids, count));
        OK(faissnet_index_list_codes(index, list, (uint8_t*)codes, size));
        for (int64_t j = 0; j < count; j++) {
            CHECK(memcmp(codes + j * D, x + (ids[j] - 1000) * D, D * sizeof(float)) == 0);
            CHECK(squared_distance(codes + j * D, centroids + list * D, D) < 10);
        }
        free(ids);
        free(codes);
        total += count;
    }
    CHECK_INT(total, N);
}

static void check_search(faissnet_index* index, const float* x) {
    float* queries = random_floats(NQ, D, 99);
    float distances[NQ * K];
    int64_t ids[NQ * K];
    int64_t best = -1;
    faissnet_id_filter* even_thirds;
    uint8_t bits[250];
    memset(bits, 0, sizeof(bits));
    for (int64_t id = 0; id < 2000; id += 3) {
        bits[id / 8] |= (uint8_t)(1 << (id % 8));
    }
    OK(faissnet_id_filter_bitmap(sizeof(bits), bits, &even_thirds));

    for (int64_t q = 0; q < NQ; q++) {
        queries[q * D] += 150; /* between two clusters: the nearest may be in the second list */
    }
    faissnet_search_params params = default_params();
    params.nprobe = NLIST;
    OK(faissnet_index_search(index, NQ, queries, K, &params, distances, ids));
    for (int64_t q = 0; q < NQ; q++) {
        brute_force(x, queries + q * D, 1, &best);
        CHECK_INT(ids[q * K], best);
        CHECK_NEAR(distances[q * K], squared_distance(x + (best - 1000) * D, queries + q * D, D), 0.05);
    }
    params.id_filter = even_thirds;
    OK(faissnet_index_search(index, NQ, queries, K, &params, distances, ids));
    for (int64_t q = 0; q < NQ; q++) {
        brute_force(x, queries + q * D, 3, &best);
        CHECK_INT(ids[q * K], best);
        for (int64_t j = 0; j < K; j++) {
            CHECK_INT(ids[q * K + j] % 3, 0);
        }
    }

    /* One list holds 150 vectors, so 200 wanted leave 50 missing; max_codes stops after the first list as well. */
    static float many_distances[200];
    static int64_t many_ids[200];
    params = default_params();
    params.nprobe = 1;
    OK(faissnet_index_search(index, 1, queries, 200, &params, many_distances, many_ids));
    CHECK(many_ids[149] >= 0);
    CHECK_INT(many_ids[150], -1);
    params.nprobe = NLIST;
    params.max_codes = 150;
    OK(faissnet_index_search(index, 1, queries, 200, &params, many_distances, many_ids));
    CHECK(many_ids[149] >= 0);
    CHECK_INT(many_ids[150], -1);

    faissnet_range_result* result;
    int64_t n;
    const int64_t* limits;
    const float* found_distances;
    const int64_t* found_ids;
    params = default_params();
    params.nprobe = 1;
    params.id_filter = even_thirds;
    OK(faissnet_index_range_search(index, 1, x, 50, &params, &result));
    OK(faissnet_range_result_view(result, &n, &limits, &found_distances, &found_ids));
    CHECK_INT(limits[1], 50); /* every third of the cluster's 150 */
    CHECK_INT(found_ids[0] % 3, 0);
    CHECK(found_distances[0] < 50);
    faissnet_range_result_free(result);
    faissnet_id_filter_free(even_thirds);
    free(queries);
}

static void check_reconstruct(faissnet_index* index, const float* x) {
    float y[3 * D];
    int64_t types[] = {FAISSNET_DIRECT_MAP_NONE, FAISSNET_DIRECT_MAP_HASHTABLE};
    for (int i = 0; i < 2; i++) {
        OK(faissnet_index_set_direct_map(index, (int32_t)types[i]));
        OK(faissnet_index_reconstruct(index, 1123, y));
        CHECK(memcmp(y, x + 123 * D, D * sizeof(float)) == 0);
        OK(faissnet_index_reconstruct_range(index, 1010, 3, y));
        CHECK(memcmp(y, x + 10 * D, sizeof(y)) == 0);
    }
    FAILS(faissnet_index_reconstruct_range(index, 1598, 3, y), FAISSNET_INVALID_ARGUMENT, "no vector with the id 1600");
    FAILS(faissnet_index_set_direct_map(index, 3), FAISSNET_INVALID_ARGUMENT, "type must be");

    /* Removal with a hash table, where FAISS itself wants a list. */
    faissnet_id_filter* filter;
    int64_t removed;
    OK(faissnet_id_filter_range(1000, 1010, &filter));
    OK(faissnet_index_remove(index, filter, &removed));
    CHECK_INT(removed, 10);
    OK(faissnet_index_remove(index, filter, &removed));
    CHECK_INT(removed, 0);
    FAILS(faissnet_index_reconstruct(index, 1003, y), FAISSNET_FAISS_ERROR, "");
    OK(faissnet_index_set_direct_map(index, FAISSNET_DIRECT_MAP_NONE));
    FAILS(faissnet_index_reconstruct(index, 1003, y), FAISSNET_INVALID_ARGUMENT, "no vector with the id 1003");
    faissnet_id_filter_free(filter);
}

static void check_settings(faissnet_index* index) {
    int64_t value;
    OK(faissnet_index_nlist(index, &value));
    CHECK_INT(value, NLIST);
    OK(faissnet_index_set_nprobe(index, 2));
    OK(faissnet_index_get_nprobe(index, &value));
    CHECK_INT(value, 2);
    OK(faissnet_index_set_parameter(index, "nprobe", 3));
    OK(faissnet_index_get_nprobe(index, &value));
    CHECK_INT(value, 3);
    int32_t has;
    OK(faissnet_index_has_parameter(index, "nprobe", &has));
    CHECK_INT(has, 1);
    OK(faissnet_index_has_parameter(index, "no_such_parameter", &has));
    CHECK_INT(has, 0);
    OK(faissnet_index_has_parameter(index, "quantizer_nprobe", &has)); /* the coarse quantizer is flat */
    CHECK_INT(has, 0);
    FAILS(faissnet_index_set_parameter(index, "no_such_parameter", 3), FAISSNET_FAISS_ERROR, "could not set parameter");
    FAILS(faissnet_index_set_parameter(index, "nprobe", -1), FAISSNET_INVALID_ARGUMENT, "between 0 and 1e9");
    FAILS(faissnet_index_set_nprobe(index, 0), FAISSNET_INVALID_ARGUMENT, "nprobe must be at least 1");
    const char* description;
    OK(faissnet_index_description(index, &description));
    CHECK_TEXT(description, "IVF4(Flat)");
}

void test_ivf(void) {
    float* x = clustered();
    faissnet_index* index;
    int32_t trained;
    float distance;
    int64_t id;
    OK(faissnet_index_create(D, "IVF4,Flat", FAISSNET_METRIC_L2, &index));
    OK(faissnet_index_is_trained(index, &trained));
    CHECK_INT(trained, 0);
    FAILS(faissnet_index_add(index, 1, x, 0), FAISSNET_NOT_TRAINED, "trained first");
    FAILS(faissnet_index_search(index, 1, x, 1, NULL, &distance, &id), FAISSNET_NOT_TRAINED, "trained first");
    float centroids[NLIST * D];
    FAILS(faissnet_index_coarse_centroids(index, centroids, NLIST * D), FAISSNET_NOT_TRAINED, "trained");
    OK(faissnet_index_train(index, N, x, 1));
    OK(faissnet_index_is_trained(index, &trained));
    CHECK_INT(trained, 1);

    int64_t ids[N];
    for (int64_t i = 0; i < N; i++) {
        ids[i] = 1000 + i;
    }
    OK(faissnet_index_add_with_ids(index, N, x, ids, 1));
    check_lists(index, x);
    check_search(index, x);
    check_reconstruct(index, x);
    check_settings(index);

    faissnet_index* other;
    OK(faissnet_index_clone(index, &other));
    OK(faissnet_index_merge(index, other, 5000));
    int64_t count;
    OK(faissnet_index_count(index, &count));
    CHECK_INT(count, 2 * (N - 10));
    float y[D];
    OK(faissnet_index_reconstruct(index, 6500, y));
    CHECK(memcmp(y, x + 500 * D, sizeof(y)) == 0);
    faissnet_index_free(other);
    faissnet_index_free(index);
    free(x);
}
