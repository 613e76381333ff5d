#include "check.h"

/* One of every status; the others occur where what they are about is tested. */
void test_errors(void) {
    faissnet_index* index;
    faissnet_binary_index* binary;
    float x[16] = {0};
    float distances[2];
    int64_t ids[2];
    int64_t number;

    /* FAISSNET_INVALID_ARGUMENT */
    FAILS(faissnet_index_create(8, "NoSuchIndex", FAISSNET_METRIC_L2, &index), FAISSNET_INVALID_ARGUMENT, "NoSuchIndex");
    CHECK(index == NULL);
    FAILS(faissnet_index_create(0, "Flat", FAISSNET_METRIC_L2, &index), FAISSNET_INVALID_ARGUMENT, "dimension must be at least 1");
    FAILS(faissnet_index_create(8, NULL, FAISSNET_METRIC_L2, &index), FAISSNET_INVALID_ARGUMENT, "factory must not be null");
    FAILS(faissnet_index_create(8, "Flat", 99, &index), FAISSNET_INVALID_ARGUMENT, "metric 99");
    FAILS(faissnet_index_create(8, "Flat", FAISSNET_METRIC_L2, NULL), FAISSNET_INVALID_ARGUMENT, "index must not be null");
    /* These would divide by zero, shift out of range or overflow inside FAISS. */
    FAILS(faissnet_index_create(8, "PQ0", FAISSNET_METRIC_L2, &index), FAISSNET_INVALID_ARGUMENT, "number that is 0");
    FAILS(faissnet_index_create(8, "IVF0,Flat", FAISSNET_METRIC_L2, &index), FAISSNET_INVALID_ARGUMENT, "number that is 0");
    FAILS(faissnet_index_create(8, "PQ2x64", FAISSNET_METRIC_L2, &index), FAISSNET_INVALID_ARGUMENT, "24 bits");
    FAILS(faissnet_index_create(8, "IVF99999999999999999999,Flat", FAISSNET_METRIC_L2, &index), FAISSNET_INVALID_ARGUMENT, "2147483647");
    FAILS(faissnet_binary_index_create(12, "BFlat", &binary), FAISSNET_INVALID_ARGUMENT, "multiple of 8");
    FAILS(faissnet_index_count(NULL, &number), FAISSNET_INVALID_ARGUMENT, "index must not be null");

    OK(faissnet_index_create(8, "Flat", FAISSNET_METRIC_L2, &index));
    FAILS(faissnet_index_add(index, -1, x, 0), FAISSNET_INVALID_ARGUMENT, "n must be 0 or more, not -1");
    FAILS(faissnet_index_add(index, 1, NULL, 0), FAISSNET_INVALID_ARGUMENT, "x must not be null");
    FAILS(faissnet_index_add(index, 1, x, -2), FAISSNET_INVALID_ARGUMENT, "threads must be at least 0");
    FAILS(faissnet_index_search(index, 1, x, 0, NULL, distances, ids), FAISSNET_INVALID_ARGUMENT, "k must be at least 1, not 0");
    faissnet_search_params params = default_params();
    params.struct_size = 40;
    FAILS(faissnet_index_search(index, 1, x, 1, &params, distances, ids), FAISSNET_INVALID_ARGUMENT, "struct_size must be 48");
    params = default_params();
    params.nprobe = -1;
    FAILS(faissnet_index_search(index, 1, x, 1, &params, distances, ids), FAISSNET_INVALID_ARGUMENT, "params.nprobe");
    params = default_params();
    params.reserved = 1;
    FAILS(faissnet_index_search(index, 1, x, 1, &params, distances, ids), FAISSNET_INVALID_ARGUMENT, "params.reserved");
    FAILS(faissnet_index_reconstruct(index, 0, x), FAISSNET_INVALID_ARGUMENT, "no vector with the id 0");
    FAILS(faissnet_index_reconstruct(index, -5, x), FAISSNET_INVALID_ARGUMENT, "no vector with the id -5");
    FAILS(faissnet_index_merge(index, index, 0), FAISSNET_INVALID_ARGUMENT, "another index");

    /* FAISSNET_UNSUPPORTED */
    int64_t own_ids[] = {5};
    FAILS(faissnet_index_add_with_ids(index, 1, x, own_ids, 0), FAISSNET_UNSUPPORTED, "not implemented");
    FAILS(faissnet_index_set_nprobe(index, 3), FAISSNET_UNSUPPORTED, "no inverted lists");
    FAILS(faissnet_index_id_map(index, ids, 2), FAISSNET_UNSUPPORTED, "no id map");
    OK(faissnet_index_count(index, &number));
    CHECK_INT(number, 0);

    faissnet_index* other;
    OK(faissnet_index_create(8, "SQ8", FAISSNET_METRIC_L2, &other));
    FAILS(faissnet_index_merge(index, other, 0), FAISSNET_INVALID_ARGUMENT, "Cannot merge SQ8 into Flat");

    /* FAISSNET_NOT_TRAINED */
    uint8_t code[8];
    FAILS(faissnet_index_encode(other, 1, x, code, 0), FAISSNET_NOT_TRAINED, "trained first");
    FAILS(faissnet_index_decode(other, 1, code, x, 0), FAISSNET_NOT_TRAINED, "trained first");
    faissnet_index_free(other);

    /* FAISSNET_FAISS_ERROR: too few vectors, and what is no number. */
    OK(faissnet_index_create(8, "IVF4,Flat", FAISSNET_METRIC_L2, &other));
    FAILS(faissnet_index_train(other, 1, x, 1), FAISSNET_FAISS_ERROR, "Number of training points (1)");
    float* bad = random_floats(200, 8, 3);
    bad[77] = NAN;
    FAILS(faissnet_index_train(other, 200, bad, 1), FAISSNET_FAISS_ERROR, "NaN");
    free(bad);
    faissnet_index_free(other);

    /* FAISSNET_OUT_OF_MEMORY: 2^54 centroid components are more than an address space holds. */
    FAILS(faissnet_index_create(1 << 30, "PQ1x24np", FAISSNET_METRIC_L2, &other), FAISSNET_OUT_OF_MEMORY, "emory");
    CHECK(other == NULL);

    /* The message is that of the last failure, and of this thread. */
    FAILS(faissnet_index_create(0, "Flat", FAISSNET_METRIC_L2, &other), FAISSNET_INVALID_ARGUMENT, "dimension");
    OK(faissnet_index_count(index, &number));
    CHECK(strstr(faissnet_last_error(), "dimension") != NULL);
    faissnet_index_free(index);
}
