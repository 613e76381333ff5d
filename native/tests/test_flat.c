#include "check.h"

#include <float.h>

/* Vectors on a line: vector i is (i, 0). */
static faissnet_index* line(int32_t metric) {
    faissnet_index* index;
    OK(faissnet_index_create(2, "Flat", metric, &index));
    float x[20] = {0};
    for (int i = 0; i < 10; i++) {
        x[2 * i] = (float)i;
    }
    OK(faissnet_index_add(index, 10, x, 1));
    return index;
}

static void properties(const faissnet_index* index) {
    int32_t number;
    int64_t large;
    float real;
    const char* text;
    OK(faissnet_index_dimension(index, &number));
    CHECK_INT(number, 2);
    OK(faissnet_index_count(index, &large));
    CHECK_INT(large, 10);
    OK(faissnet_index_is_trained(index, &number));
    CHECK_INT(number, 1);
    OK(faissnet_index_metric(index, &number));
    CHECK_INT(number, FAISSNET_METRIC_L2);
    OK(faissnet_index_metric_argument(index, &real));
    CHECK(real == 0);
    OK(faissnet_index_code_size(index, &large));
    CHECK_INT(large, 8);
    OK(faissnet_index_codec_size(index, &large));
    CHECK_INT(large, 8);
    OK(faissnet_index_nlist(index, &large));
    CHECK_INT(large, 0);
    OK(faissnet_index_get_nprobe(index, &large));
    CHECK_INT(large, 0);
    OK(faissnet_index_kind(index, &text));
    CHECK(strncmp(text, "IndexFlat", 9) == 0);
    OK(faissnet_index_description(index, &text));
    CHECK_TEXT(text, "Flat");
}

static void searches(const faissnet_index* index) {
    float query[] = {3.25f, 0};
    float distances[4];
    int64_t ids[4];
    OK(faissnet_index_search(index, 1, query, 3, NULL, distances, ids));
    CHECK_INT(ids[0], 3);
    CHECK_INT(ids[1], 4);
    CHECK_INT(ids[2], 2);
    CHECK_NEAR(distances[0], 0.0625, 1e-6);
    CHECK_NEAR(distances[1], 0.5625, 1e-6);

    faissnet_id_filter* filter;
    OK(faissnet_id_filter_range(5, 7, &filter));
    faissnet_search_params params = default_params();
    params.id_filter = filter;
    params.threads = 2;
    params.nprobe = 5; /* means nothing here */
    OK(faissnet_index_search(index, 1, query, 4, &params, distances, ids));
    CHECK_INT(ids[0], 5);
    CHECK_INT(ids[1], 6);
    CHECK_INT(ids[2], -1);
    CHECK_INT(ids[3], -1);

    faissnet_range_result* result;
    int64_t n;
    const int64_t* limits;
    const float* found_distances;
    const int64_t* found_ids;
    OK(faissnet_index_range_search(index, 1, query, 1.0f, NULL, &result));
    OK(faissnet_range_result_view(result, &n, &limits, &found_distances, &found_ids));
    CHECK_INT(n, 1);
    CHECK_INT(limits[0], 0);
    CHECK_INT(limits[1], 2);
    CHECK_INT(found_ids[0], 3);
    CHECK_INT(found_ids[1], 4);
    CHECK_NEAR(found_distances[1], 0.5625, 1e-6);
    faissnet_range_result_free(result);

    OK(faissnet_index_range_search(index, 1, query, 100.0f, &params, &result));
    OK(faissnet_range_result_view(result, &n, &limits, &found_distances, &found_ids));
    CHECK_INT(limits[1], 2);
    CHECK_INT(found_ids[0], 5);
    CHECK_INT(found_ids[1], 6);
    faissnet_range_result_free(result);
    faissnet_id_filter_free(filter);

    /* No query is not an error. */
    OK(faissnet_index_search(index, 0, NULL, 3, NULL, NULL, NULL));

    /* Nothing comparable: no label, whatever FAISS 1.7.3 says. */
    float not_a_number[] = {NAN, 0};
    OK(faissnet_index_search(index, 1, not_a_number, 1, NULL, distances, ids));
    CHECK_INT(ids[0], -1);
    CHECK(distances[0] == FLT_MAX);
}

static void contents(faissnet_index* index) {
    float x[20];
    OK(faissnet_index_reconstruct(index, 7, x));
    CHECK(x[0] == 7 && x[1] == 0);
    OK(faissnet_index_reconstruct_range(index, 2, 3, x));
    CHECK(x[0] == 2 && x[2] == 3 && x[4] == 4);

    int64_t size;
    float codes[20];
    OK(faissnet_index_codes_size(index, &size));
    CHECK_INT(size, 80);
    OK(faissnet_index_codes(index, (uint8_t*)codes, sizeof(codes)));
    CHECK(codes[18] == 9);

    uint8_t bytes[8];
    float y[] = {1.5f, -2};
    OK(faissnet_index_encode(index, 1, y, bytes, 0));
    float back[2];
    OK(faissnet_index_decode(index, 1, bytes, back, 1));
    CHECK(back[0] == 1.5f && back[1] == -2);

    faissnet_index* copy;
    int64_t count;
    OK(faissnet_index_clone(index, &copy));

    int64_t some[] = {0, 9, 42};
    faissnet_id_filter* filter;
    OK(faissnet_id_filter_set(3, some, &filter));
    int64_t removed;
    OK(faissnet_index_remove(index, filter, &removed));
    CHECK_INT(removed, 2);
    OK(faissnet_index_reconstruct(index, 0, x)); /* later vectors moved up */
    CHECK(x[0] == 1);
    faissnet_id_filter_free(filter);

    OK(faissnet_index_merge(index, copy, 0));
    OK(faissnet_index_count(index, &count));
    CHECK_INT(count, 18);
    OK(faissnet_index_count(copy, &count));
    CHECK_INT(count, 0);
    OK(faissnet_index_reconstruct(index, 8, x));
    CHECK(x[0] == 0);
    faissnet_index_free(copy);

    OK(faissnet_index_reset(index));
    OK(faissnet_index_count(index, &count));
    CHECK_INT(count, 0);
}

/* A filter with a metric for which FAISS 1.7.3 has none. */
static void other_metrics(void) {
    faissnet_index* index = line(FAISSNET_METRIC_L1);
    faissnet_id_filter* filter;
    OK(faissnet_id_filter_range(6, 9, &filter));
    faissnet_search_params params = default_params();
    params.id_filter = filter;
    float query[] = {3.25f, 0};
    float distances[2];
    int64_t ids[2];
    OK(faissnet_index_search(index, 1, query, 2, &params, distances, ids));
    CHECK_INT(ids[0], 6);
    CHECK_NEAR(distances[0], 2.75, 1e-6);
    CHECK_INT(ids[1], 7);
    faissnet_id_filter_free(filter);
    faissnet_index_free(index);
}

void test_flat(void) {
    faissnet_index* index = line(FAISSNET_METRIC_L2);
    properties(index);
    searches(index);
    contents(index);
    faissnet_index_free(index);
    other_metrics();
}
