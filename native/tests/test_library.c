#include "check.h"

void test_library(void) {
    CHECK_INT(faissnet_abi_version(), 2);
    CHECK_INT(sizeof(faissnet_search_params), 48);
    CHECK(strncmp(faissnet_faiss_version(), "1.", 2) == 0);
    CHECK(strstr(faissnet_compile_options(), "OPTIMIZE") != NULL);
    CHECK_TEXT(faissnet_last_error(), "");

    int32_t threads = faissnet_get_num_threads();
    CHECK(threads >= 1);
    OK(faissnet_set_num_threads(3));
    CHECK_INT(faissnet_get_num_threads(), 3);
    FAILS(faissnet_set_num_threads(0), FAISSNET_INVALID_ARGUMENT, "threads must be at least 1");
    CHECK_INT(faissnet_get_num_threads(), 3);
    OK(faissnet_set_num_threads(threads));

    /* Free functions take null. */
    faissnet_buffer_free(NULL);
    faissnet_id_filter_free(NULL);
    faissnet_range_result_free(NULL);
    faissnet_index_free(NULL);
    faissnet_binary_index_free(NULL);
    CHECK_INT(faissnet_live_objects(), 0);
}
