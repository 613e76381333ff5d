#include "check.h"

static int32_t contains(const faissnet_id_filter* filter, int64_t id) {
    int32_t result = -1;
    OK(faissnet_id_filter_contains(filter, id, &result));
    return result;
}

void test_id_filter(void) {
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
