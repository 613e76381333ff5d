#include "check.h"

enum { D = 8, N = 400 };

static void check_pq(const float* x) {
    faissnet_index* index;
    OK(faissnet_index_create(D, "PQ4x4np", FAISSNET_METRIC_L2, &index));
    OK(faissnet_index_train(index, N, x, 1));
    OK(faissnet_index_add(index, N, x, 1));

    int64_t d;
    int64_t m;
    int64_t nbits;
    OK(faissnet_index_pq_shape(index, &d, &m, &nbits));
    CHECK_INT(d, D);
    CHECK_INT(m, 4);
    CHECK_INT(nbits, 4);
    float centroids[D * 16];
    OK(faissnet_index_pq_centroids(index, centroids, D * 16));
    FAILS(faissnet_index_pq_centroids(index, centroids, D * 16 - 1), FAISSNET_INVALID_ARGUMENT, "must hold 128 items");

    /* The code of a vector is its nearest centroid in each slice; decoding gives that centroid. */
    static uint8_t codes[N * 2];
    int64_t size;
    OK(faissnet_index_code_size(index, &size));
    CHECK_INT(size, 2);
    OK(faissnet_index_codes(index, codes, sizeof(codes)));
    float y[D];
    for (int64_t i = 0; i < N; i += 37) {
        OK(faissnet_index_reconstruct(index, i, y));
        for (int64_t s = 0; s < 4; s++) {
            int code = s % 2 == 0 ? codes[i * 2 + s / 2] & 15 : codes[i * 2 + s / 2] >> 4;
            const float* centroid = centroids + (s * 16 + code) * 2;
            CHECK(memcmp(centroid, y + s * 2, 2 * sizeof(float)) == 0);
            double own = squared_distance(x + i * D + s * 2, centroid, 2);
            for (int j = 0; j < 16; j++) {
                CHECK(own <= squared_distance(x + i * D + s * 2, centroids + (s * 16 + j) * 2, 2) + 1e-6);
            }
        }
    }

    /* A filtered search gives what the unfiltered one gives among the ids let through. */
    static float all_distances[N];
    static int64_t all_ids[N];
    float distances[5];
    int64_t ids[5];
    faissnet_id_filter* filter;
    faissnet_search_params params = default_params();
    OK(faissnet_id_filter_range(100, 150, &filter));
    params.id_filter = filter;
    OK(faissnet_index_search(index, 1, x, N, NULL, all_distances, all_ids));
    OK(faissnet_index_search(index, 1, x, 5, &params, distances, ids));
    int found = 0;
    for (int i = 0; i < N && found < 5; i++) {
        if (all_ids[i] >= 100 && all_ids[i] < 150) {
            CHECK_NEAR(distances[found], all_distances[i], 1e-5);
            CHECK(ids[found] >= 100 && ids[found] < 150);
            found++;
        }
    }
    CHECK_INT(found, 5);

    faissnet_range_result* result;
    int64_t n;
    const int64_t* limits;
    const float* hit_distances;
    const int64_t* hit_ids;
    OK(faissnet_index_range_search(index, 1, x, distances[3], &params, &result));
    OK(faissnet_range_result_view(result, &n, &limits, &hit_distances, &hit_ids));
    CHECK(limits[1] >= 1 && limits[1] <= 3);
    for (int64_t i = 0; i < limits[1]; i++) {
        CHECK(hit_distances[i] < distances[3] && hit_ids[i] >= 100 && hit_ids[i] < 150);
    }
    faissnet_range_result_free(result);
    faissnet_id_filter_free(filter);
    faissnet_index_free(index);
}

static void check_sq(const float* x) {
    faissnet_index* index;
    OK(faissnet_index_create(D, "SQ8", FAISSNET_METRIC_INNER_PRODUCT, &index));
    OK(faissnet_index_train(index, N, x, 1));
    OK(faissnet_index_add(index, N, x, 1));
    int32_t type;
    int64_t count;
    OK(faissnet_index_sq_shape(index, &type, &count));
    CHECK_INT(type, 0);
    CHECK_INT(count, 2 * D);
    float trained[2 * D];
    OK(faissnet_index_sq_trained(index, trained, 2 * D));
    for (int64_t j = 0; j < D; j++) {
        float low = INFINITY;
        float high = -INFINITY;
        for (int64_t i = 0; i < N; i++) {
            low = fminf(low, x[i * D + j]);
            high = fmaxf(high, x[i * D + j]);
        }
        CHECK_NEAR(trained[j], low, 1e-6);
        CHECK_NEAR(trained[D + j], high - low, 1e-6);
    }
    float y[D];
    OK(faissnet_index_reconstruct(index, 17, y));
    for (int64_t j = 0; j < D; j++) {
        CHECK_NEAR(y[j], x[17 * D + j], 1.0 / 255);
    }

    uint8_t code[D];
    OK(faissnet_index_encode(index, 1, x + 17 * D, code, 1));
    float z[D];
    OK(faissnet_index_decode(index, 1, code, z, 1));
    CHECK(memcmp(y, z, sizeof(y)) == 0);

    faissnet_id_filter* filter;
    faissnet_search_params params = default_params();
    OK(faissnet_id_filter_range(30, 31, &filter));
    params.id_filter = filter;
    float distances[2];
    int64_t ids[2];
    OK(faissnet_index_search(index, 1, x, 2, &params, distances, ids));
    CHECK_INT(ids[0], 30);
    CHECK_INT(ids[1], -1);
    faissnet_range_result* result;
    int64_t n;
    const int64_t* limits;
    const float* hit_distances;
    const int64_t* hit_ids;
    OK(faissnet_index_range_search(index, 1, x, distances[0] - 0.01f, &params, &result));
    OK(faissnet_range_result_view(result, &n, &limits, &hit_distances, &hit_ids));
    CHECK_INT(limits[1], 1); /* larger is nearer */
    CHECK_INT(hit_ids[0], 30);
    CHECK_NEAR(hit_distances[0], distances[0], 1e-5);
    faissnet_range_result_free(result);
    faissnet_id_filter_free(filter);
    faissnet_index_free(index);
}

static void check_ivf_pq(const float* x) {
    faissnet_index* index;
    OK(faissnet_index_create(D, "IVF4,PQ4x4np", FAISSNET_METRIC_L2, &index));
    OK(faissnet_index_train(index, N, x, 1));
    OK(faissnet_index_add(index, N, x, 1));
    int64_t size;
    OK(faissnet_index_codec_size(index, &size));
    CHECK_INT(size, 3); /* one byte for the list */
    uint8_t codes[3];
    float y[D];
    OK(faissnet_index_encode(index, 1, x, codes, 1));
    OK(faissnet_index_decode(index, 1, codes, y, 1));
    CHECK(squared_distance(x, y, D) < 0.5);
    codes[0] = 200; /* no such list */
    FAILS(faissnet_index_decode(index, 1, codes, y, 1), FAISSNET_INVALID_ARGUMENT, "Code 0 names list 200 of 4");
    const char* description;
    OK(faissnet_index_description(index, &description));
    CHECK_TEXT(description, "IVF4(PQ4x4)");
    int64_t count;
    FAILS(faissnet_index_codes_size(index, &count), FAISSNET_UNSUPPORTED, "no flat codes");
    faissnet_index_free(index);
}

void test_quantizers(void) {
    float* x = random_floats(N, D, 7);
    check_pq(x);
    check_sq(x);
    check_ivf_pq(x);
    free(x);
}
