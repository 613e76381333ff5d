#include "check.h"

static int32_t contains(const faissnet_id_filter* filter, int64_t id) {
    int32_t result = -1;
    OK(faissnet_id_filter_contains(filter, id, &result));
    return result;
}

static int32_t is_multiple(void* context, int64_t id) {
    return id % *(const int64_t*)context == 0;
}

static void test_predicate(void) {
    int64_t divisor = 3;
    faissnet_id_filter* predicate;
    faissnet_id_filter* negated;
    OK(faissnet_id_filter_predicate(is_multiple, &divisor, &predicate));
    OK(faissnet_id_filter_not(predicate, &negated));
    CHECK_INT(contains(predicate, 9), 1);
    CHECK_INT(contains(predicate, 10), 0);
    CHECK_INT(contains(negated, 10), 1);
    faissnet_index* index;
    float x[] = {0, 1, 2, 3, 4, 5, 6};
    int64_t ids[3];
    float distances[3];
    faissnet_search_params params = {sizeof(params), 1, 0, 0, 0, predicate, 0, 0};
    OK(faissnet_index_create(1, "Flat", FAISSNET_METRIC_L2, &index));
    OK(faissnet_index_add(index, 7, x, 1));
    OK(faissnet_index_search(index, 1, x + 4, 3, &params, distances, ids));
    CHECK_INT(ids[0], 3);
    CHECK_INT(ids[1], 6);
    CHECK_INT(ids[2], 0);
    faissnet_index_free(index);
    faissnet_id_filter_free(predicate);
    faissnet_id_filter_free(negated);
    CHECK_INT(faissnet_id_filter_predicate(NULL, NULL, &predicate), FAISSNET_INVALID_ARGUMENT);
}

void test_id_filter(void) {
    test_predicate();
    faissnet_id_filter* range;
    OK(faissnet_id_filter_range(10, 20, &range));
    CHECK_INT(faissnet_live_objects(), 1);
    CHECK_INT(contains(range, 9), 0);
    CHECK_INT(contains(range, 10), 1);
    CHECK_INT(contains(range, 19), 1);
    CHECK_INT(contains(range, 20), 0);

    int64_t ids[] = {15, -7, INT64_C(1) << 40, 15};
    faissnet_id_filter* set;
    OK(faissnet_id_filter_set(4, ids, &set));
    ids[0] = 0; /* the filter has its own copy */
    CHECK_INT(contains(set, 15), 1);
    CHECK_INT(contains(set, -7), 1);
    CHECK_INT(contains(set, INT64_C(1) << 40), 1);
    CHECK_INT(contains(set, 0), 0);

    faissnet_id_filter* nothing;
    OK(faissnet_id_filter_set(0, NULL, &nothing));
    CHECK_INT(contains(nothing, 0), 0);
    faissnet_id_filter_free(nothing);

    uint8_t bits[] = {0x05, 0x80};
    faissnet_id_filter* bitmap;
    OK(faissnet_id_filter_bitmap(2, bits, &bitmap));
    CHECK_INT(contains(bitmap, 0), 1);
    CHECK_INT(contains(bitmap, 1), 0);
    CHECK_INT(contains(bitmap, 2), 1);
    CHECK_INT(contains(bitmap, 15), 1);
    CHECK_INT(contains(bitmap, 16), 0);
    CHECK_INT(contains(bitmap, -1), 0);

    faissnet_id_filter* negated;
    faissnet_id_filter* both;
    faissnet_id_filter* either;
    OK(faissnet_id_filter_not(range, &negated));
    OK(faissnet_id_filter_and(range, set, &both));
    OK(faissnet_id_filter_or(range, bitmap, &either));
    CHECK_INT(faissnet_live_objects(), 6);
    /* What they are made of may go. */
    faissnet_id_filter_free(range);
    faissnet_id_filter_free(set);
    faissnet_id_filter_free(bitmap);
    CHECK_INT(contains(negated, 9), 1);
    CHECK_INT(contains(negated, 10), 0);
    CHECK_INT(contains(both, 15), 1);
    CHECK_INT(contains(both, 14), 0);
    CHECK_INT(contains(both, -7), 0);
    CHECK_INT(contains(either, 14), 1);
    CHECK_INT(contains(either, 2), 1);
    CHECK_INT(contains(either, 3), 0);
    faissnet_id_filter_free(negated);
    faissnet_id_filter_free(both);
    faissnet_id_filter_free(either);
}
