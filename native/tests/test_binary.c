#include "check.h"

enum { D = 64, BYTES = D / 8, N = 300, NLIST = 4, K = 5 };

static int distance_of(const uint8_t* a, const uint8_t* b) {
    int distance = 0;
    for (int i = 0; i < BYTES; i++) {
        for (int bit = 0; bit < 8; bit++) {
            distance += ((a[i] ^ b[i]) >> bit) & 1;
        }
    }
    return distance;
}

static int smallest(const uint8_t* x, const uint8_t* query, int64_t first, int64_t end) {
    int best = D + 1;
    for (int64_t i = first; i < end; i++) {
        int distance = distance_of(x + i * BYTES, query);
        best = distance < best ? distance : best;
    }
    return best;
}

/* Searches that visit everything are exact, with and without a filter, whatever the kind. */
static void check_searches(const faissnet_binary_index* index, const uint8_t* x, int64_t id_step) {
    uint8_t* queries = random_bytes(3 * BYTES, 77);
    int32_t distances[3 * K];
    int64_t ids[3 * K];
    faissnet_search_params params = default_params();
    params.nprobe = NLIST;
    params.threads = 2;
    OK(faissnet_binary_index_search(index, 3, queries, K, &params, distances, ids));
    for (int q = 0; q < 3; q++) {
        CHECK_INT(distances[q * K], smallest(x, queries + q * BYTES, 0, N));
        for (int j = 0; j < K; j++) {
            CHECK_INT(distance_of(x + ids[q * K + j] / id_step * BYTES, queries + q * BYTES), distances[q * K + j]);
            CHECK(j == 0 || distances[q * K + j - 1] <= distances[q * K + j]);
        }
    }

    faissnet_id_filter* filter;
    OK(faissnet_id_filter_range(100 * id_step, 103 * id_step, &filter));
    params.id_filter = filter;
    OK(faissnet_binary_index_search(index, 3, queries, K, &params, distances, ids));
    for (int q = 0; q < 3; q++) {
        CHECK_INT(distances[q * K], smallest(x, queries + q * BYTES, 100, 103));
        CHECK(ids[q * K + 2] >= 100 * id_step && ids[q * K + 2] < 103 * id_step);
        CHECK_INT(ids[q * K + 3], -1);
        CHECK_INT(distances[q * K + 3], INT32_MAX);
    }

    faissnet_range_result* result;
    int64_t n;
    const int64_t* limits;
    const float* hit_distances;
    const int64_t* hits;
    OK(faissnet_binary_index_range_search(index, 1, queries, D + 1, &params, &result));
    OK(faissnet_range_result_view(result, &n, &limits, &hit_distances, &hits));
    CHECK_INT(limits[1], 3);
    CHECK_INT(distance_of(x + hits[0] / id_step * BYTES, queries), (int)hit_distances[0]);
    faissnet_range_result_free(result);
    params.id_filter = NULL;
    int radius = smallest(x, queries, 0, N) + 1;
    int expected = 0;
    for (int64_t i = 0; i < N; i++) {
        expected += distance_of(x + i * BYTES, queries) < radius;
    }
    OK(faissnet_binary_index_range_search(index, 1, queries, radius, &params, &result));
    OK(faissnet_range_result_view(result, &n, &limits, &hit_distances, &hits));
    CHECK_INT(limits[1], expected);
    faissnet_range_result_free(result);
    faissnet_id_filter_free(filter);
    free(queries);
}

static void check_properties(const faissnet_binary_index* index) {
    int32_t number;
    int64_t large;
    OK(faissnet_binary_index_dimension(index, &number));
    CHECK_INT(number, D);
    OK(faissnet_binary_index_count(index, &large));
    CHECK_INT(large, N);
    OK(faissnet_binary_index_is_trained(index, &number));
    CHECK_INT(number, 1);
    OK(faissnet_binary_index_code_size(index, &large));
    CHECK_INT(large, BYTES);
}

static void check_round_trip(const faissnet_binary_index* index) {
    faissnet_binary_index* again;
    uint8_t* bytes;
    uint8_t* bytes_again;
    int64_t size;
    int64_t size_again;
    const char* path = "faissnet_test.bin.faiss";
    OK(faissnet_binary_index_save_to_memory(index, &bytes, &size));
    OK(faissnet_binary_index_load_from_memory(bytes, size, &again));
    faissnet_binary_index_free(again);
    written target = {malloc((size_t)size), 0, size};
    OK(faissnet_binary_index_write(index, take_bytes, &target));
    CHECK_INT(target.size, size);
    CHECK(memcmp(target.bytes, bytes, (size_t)size) == 0);
    FAILS(faissnet_binary_index_write(index, take_bytes, &target), FAISSNET_IO, "stopped");
    free(target.bytes);
    OK(faissnet_binary_index_save(index, path));
    OK(faissnet_binary_index_load(path, &again));
    OK(faissnet_binary_index_save_to_memory(again, &bytes_again, &size_again));
    CHECK_INT(size_again, size);
    CHECK(memcmp(bytes, bytes_again, (size_t)size) == 0);
    CHECK_INT(remove(path), 0);
    faissnet_buffer_free(bytes);
    faissnet_buffer_free(bytes_again);
    faissnet_binary_index_free(again);
}

static void check_flat(const uint8_t* x) {
    faissnet_binary_index* index;
    OK(faissnet_binary_index_create(D, "BFlat", &index));
    OK(faissnet_binary_index_add(index, N, x, 1));
    check_properties(index);
    check_searches(index, x, 1);
    check_round_trip(index);
    const char* text;
    int64_t number;
    OK(faissnet_binary_index_kind(index, &text));
    CHECK_TEXT(text, "IndexBinaryFlat");
    OK(faissnet_binary_index_description(index, &text));
    CHECK_TEXT(text, "BinaryFlat");
    OK(faissnet_binary_index_nlist(index, &number));
    CHECK_INT(number, 0);
    FAILS(faissnet_binary_index_set_nprobe(index, 1), FAISSNET_UNSUPPORTED, "no inverted lists");
    static uint8_t codes[N * BYTES];
    OK(faissnet_binary_index_codes(index, codes, sizeof(codes)));
    CHECK(memcmp(codes, x, sizeof(codes)) == 0);
    uint8_t y[BYTES];
    OK(faissnet_binary_index_reconstruct(index, 42, y));
    CHECK(memcmp(y, x + 42 * BYTES, BYTES) == 0);
    FAILS(faissnet_binary_index_reconstruct(index, N, y), FAISSNET_INVALID_ARGUMENT, "no vector with the id 300");

    faissnet_id_filter* filter;
    faissnet_binary_index* other;
    OK(faissnet_binary_index_clone(index, &other));
    OK(faissnet_id_filter_range(0, 10, &filter));
    OK(faissnet_binary_index_remove(index, filter, &number));
    CHECK_INT(number, 10);
    OK(faissnet_binary_index_reconstruct(index, 0, y));
    CHECK(memcmp(y, x + 10 * BYTES, BYTES) == 0);
    OK(faissnet_binary_index_merge(index, other, 0));
    OK(faissnet_binary_index_reconstruct(index, N - 10, y));
    CHECK(memcmp(y, x, BYTES) == 0);
    OK(faissnet_binary_index_reset(index));
    OK(faissnet_binary_index_count(index, &number));
    CHECK_INT(number, 0);
    faissnet_id_filter_free(filter);
    faissnet_binary_index_free(other);
    faissnet_binary_index_free(index);
}

static void check_lists(const uint8_t* x) {
    faissnet_binary_index* index;
    int32_t trained;
    OK(faissnet_binary_index_create(D, "BIVF4", &index));
    OK(faissnet_binary_index_is_trained(index, &trained));
    CHECK_INT(trained, 0);
    FAILS(faissnet_binary_index_add(index, N, x, 1), FAISSNET_NOT_TRAINED, "trained first");
    OK(faissnet_binary_index_train(index, N, x, 1));
    int64_t ids[N];
    for (int64_t i = 0; i < N; i++) {
        ids[i] = 2 * i;
    }
    OK(faissnet_binary_index_add_with_ids(index, N, x, ids, 1));
    check_properties(index);
    check_searches(index, x, 2);
    check_round_trip(index);

    int64_t number;
    OK(faissnet_binary_index_nlist(index, &number));
    CHECK_INT(number, NLIST);
    OK(faissnet_binary_index_set_nprobe(index, 3));
    OK(faissnet_binary_index_get_nprobe(index, &number));
    CHECK_INT(number, 3);
    uint8_t centroids[NLIST * BYTES];
    OK(faissnet_binary_index_coarse_centroids(index, centroids, sizeof(centroids)));
    int64_t total = 0;
    for (int64_t list = 0; list < NLIST; list++) {
        int64_t count;
        OK(faissnet_binary_index_list_size(index, list, &count));
        int64_t* list_ids = malloc((size_t)(count + 1) * sizeof(int64_t));
        uint8_t* codes = malloc((size_t)(count * BYTES + 1));
        OK(faissnet_binary_index_list_ids(index, list, list_ids, count));
        OK(faissnet_binary_index_list_codes(index, list, codes, count * BYTES));
        for (int64_t j = 0; j < count; j++) {
            CHECK(memcmp(codes + j * BYTES, x + list_ids[j] / 2 * BYTES, BYTES) == 0);
            int own = distance_of(codes + j * BYTES, centroids + list * BYTES);
            CHECK_INT(own, smallest(centroids, codes + j * BYTES, 0, NLIST));
        }
        free(list_ids);
        free(codes);
        total += count;
    }
    CHECK_INT(total, N);
    uint8_t y[BYTES];
    OK(faissnet_binary_index_reconstruct(index, 84, y));
    CHECK(memcmp(y, x + 42 * BYTES, BYTES) == 0);
    FAILS(faissnet_binary_index_reconstruct(index, 83, y), FAISSNET_INVALID_ARGUMENT, "no vector");

    faissnet_binary_index* other;
    OK(faissnet_binary_index_clone(index, &other));
    OK(faissnet_binary_index_merge(index, other, 1000));
    OK(faissnet_binary_index_reconstruct(index, 1084, y));
    CHECK(memcmp(y, x + 42 * BYTES, BYTES) == 0);
    OK(faissnet_binary_index_count(other, &number));
    CHECK_INT(number, 0);
    FAILS(faissnet_binary_index_merge(index, index, 0), FAISSNET_INVALID_ARGUMENT, "another index");
    faissnet_binary_index_free(other);
    faissnet_binary_index_free(index);
}

/* The binary factory of 1.7.3 makes no IDMap, so one is written by hand: IBM2, then header, index and ids. */
static void check_id_map(const uint8_t* x) {
    faissnet_binary_index* flat;
    faissnet_binary_index* index;
    uint8_t* bytes;
    int64_t size;
    OK(faissnet_binary_index_create(D, "BFlat", &flat));
    OK(faissnet_binary_index_add(flat, N, x, 1));
    OK(faissnet_binary_index_save_to_memory(flat, &bytes, &size));
    const int64_t header = 4 + 21;
    int64_t whole = header + size + 8 + 8 * N;
    uint8_t* file = malloc((size_t)whole);
    memcpy(file, bytes, (size_t)header);
    memcpy(file, "IBM2", 4);
    memcpy(file + header, bytes, (size_t)size);
    int64_t ids[1 + N];
    ids[0] = N;
    for (int64_t i = 0; i < N; i++) {
        ids[1 + i] = 7 * i;
    }
    memcpy(file + header + size, ids, sizeof(ids));
    OK(faissnet_binary_index_load_from_memory(file, whole, &index));
    free(file);
    faissnet_buffer_free(bytes);

    check_searches(index, x, 7);
    check_round_trip(index);
    const char* description;
    OK(faissnet_binary_index_description(index, &description));
    CHECK_TEXT(description, "BinaryIDMap2(BinaryFlat)");
    int64_t map[N];
    OK(faissnet_binary_index_id_map(index, map, N));
    CHECK(memcmp(map, ids + 1, sizeof(map)) == 0);
    uint8_t y[BYTES];
    OK(faissnet_binary_index_reconstruct(index, 70, y));
    CHECK(memcmp(y, x + 10 * BYTES, BYTES) == 0);
    faissnet_binary_index* other;
    OK(faissnet_binary_index_clone(index, &other));
    OK(faissnet_binary_index_merge(index, other, 10000));
    OK(faissnet_binary_index_reconstruct(index, 10070, y));
    CHECK(memcmp(y, x + 10 * BYTES, BYTES) == 0);
    faissnet_binary_index_free(other);
    faissnet_binary_index_free(flat);
    faissnet_binary_index_free(index);
}

void test_binary(void) {
    uint8_t* x = random_bytes(N * BYTES, 41);
    check_flat(x);
    check_lists(x);
    check_id_map(x);
    free(x);
}
