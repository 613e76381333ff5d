#include "check.h"

enum { D = 8, N = 100 };

static void check_written(const faissnet_index* index, const uint8_t* bytes, int64_t size) {
    written target = {malloc((size_t)size), 0, size};
    OK(faissnet_index_write(index, take_bytes, &target));
    CHECK_INT(target.size, size);
    CHECK(memcmp(target.bytes, bytes, (size_t)size) == 0);
    target.size = 0;
    target.most = 10;
    CHECK_INT(faissnet_index_write(index, take_bytes, &target), FAISSNET_IO);
    CHECK_INT(faissnet_index_write(index, NULL, &target), FAISSNET_INVALID_ARGUMENT);
    free(target.bytes);
}

static void check_round_trip(const char* factory, const float* x) {
    faissnet_index* index;
    faissnet_index* again;
    uint8_t* bytes;
    uint8_t* bytes_again;
    int64_t size;
    int64_t size_again;
    int64_t alive = faissnet_live_objects();
    OK(faissnet_index_create(D, factory, FAISSNET_METRIC_L2, &index));
    OK(faissnet_index_train(index, N, x, 1));
    OK(faissnet_index_add(index, N, x, 1));
    OK(faissnet_index_save_to_memory(index, &bytes, &size));
    CHECK_INT(faissnet_live_objects(), alive + 2);
    check_written(index, bytes, size);
    OK(faissnet_index_load_from_memory(bytes, size, &again));
    OK(faissnet_index_save_to_memory(again, &bytes_again, &size_again));
    CHECK_INT(size_again, size);
    CHECK(memcmp(bytes, bytes_again, (size_t)size) == 0);
    faissnet_buffer_free(bytes_again);
    faissnet_index_free(again);

    const char* path = "faissnet_test.faiss";
    OK(faissnet_index_save(index, path));
    OK(faissnet_index_save(index, path)); /* replaces */
    FILE* file = fopen(path, "rb");
    CHECK(file != NULL);
    uint8_t* read = malloc((size_t)size + 1);
    CHECK_INT(fread(read, 1, (size_t)size + 1, file), size);
    fclose(file);
    CHECK(memcmp(read, bytes, (size_t)size) == 0);
    OK(faissnet_index_load(path, &again));
    int64_t count;
    OK(faissnet_index_count(again, &count));
    CHECK_INT(count, N);
    faissnet_index_free(again);
    CHECK_INT(remove(path), 0);

    /* Every shorter file is refused. */
    for (int64_t length = 0; length < size; length += length < 200 ? 1 : 97) {
        CHECK_INT(faissnet_index_load_from_memory(bytes, length, &again), FAISSNET_IO);
        CHECK(again == NULL);
    }
    free(read);
    faissnet_buffer_free(bytes);
    faissnet_index_free(index);
    CHECK_INT(faissnet_live_objects(), alive);
}

void test_files(void) {
    float* x = random_floats(N, D, 31);
    check_round_trip("Flat", x);
    check_round_trip("IVF2,SQ8", x);
    check_round_trip("RR8,PQ4x4np,RFlat", x);

    faissnet_index* index;
    FAILS(faissnet_index_load("no/such/file", &index), FAISSNET_IO, "Cannot open \"no/such/file\"");
    FAILS(faissnet_index_load(".", &index), FAISSNET_IO, "");
    uint8_t nonsense[] = "nonsense that is no index";
    FAILS(faissnet_index_load_from_memory(nonsense, sizeof(nonsense), &index), FAISSNET_IO, "Cannot read an index");
    OK(faissnet_index_create(D, "Flat", FAISSNET_METRIC_L2, &index));
    FAILS(faissnet_index_save(index, "no/such/folder/x.faiss"), FAISSNET_IO, "Cannot write");

    /* A file that claims more than it holds is refused before memory is taken: the count of a flat index is at byte 37. */
    uint8_t* bytes;
    int64_t size;
    OK(faissnet_index_save_to_memory(index, &bytes, &size));
    bytes[37 + 4] = 0x7f;
    faissnet_index* again;
    FAILS(faissnet_index_load_from_memory(bytes, size, &again), FAISSNET_IO, "Cannot read an index");
    faissnet_buffer_free(bytes);
    faissnet_index_free(index);
    free(x);
}
