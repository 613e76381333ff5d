/* A test that fails says where, and ends the program. */
#ifndef CHECK_H
#define CHECK_H

#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "faissnet.h"

#define CHECK(condition)                                                           \
    do {                                                                           \
        if (!(condition)) {                                                        \
            fprintf(stderr, "%s:%d: %s is false\n", __FILE__, __LINE__, #condition); \
            exit(1);                                                               \
        }                                                                          \
    } while (0)

#define CHECK_INT(actual, expected)                                                                            \
    do {                                                                                                       \
        long long check_actual = (long long)(actual);                                                          \
        long long check_expected = (long long)(expected);                                                      \
        if (check_actual != check_expected) {                                                                  \
            fprintf(stderr, "%s:%d: %s is %lld, not %lld (last error: %s)\n", __FILE__, __LINE__, #actual, check_actual, \
                    check_expected, faissnet_last_error());                                                    \
            exit(1);                                                                                           \
        }                                                                                                      \
    } while (0)

#define CHECK_NEAR(actual, expected, tolerance)                                                         \
    do {                                                                                                \
        double check_actual = (double)(actual);                                                         \
        double check_expected = (double)(expected);                                                     \
        if (!(fabs(check_actual - check_expected) <= (tolerance))) {                                    \
            fprintf(stderr, "%s:%d: %s is %g, not %g\n", __FILE__, __LINE__, #actual, check_actual, check_expected); \
            exit(1);                                                                                    \
        }                                                                                               \
    } while (0)

#define CHECK_TEXT(actual, expected)                                                                        \
    do {                                                                                                    \
        const char* check_actual = (actual);                                                                \
        if (check_actual == NULL || strcmp(check_actual, (expected)) != 0) {                                \
            fprintf(stderr, "%s:%d: %s is \"%s\", not \"%s\"\n", __FILE__, __LINE__, #actual,               \
                    check_actual == NULL ? "(null)" : check_actual, (expected));                            \
            exit(1);                                                                                        \
        }                                                                                                   \
    } while (0)

/* The call succeeds. */
#define OK(call) CHECK_INT((call), FAISSNET_OK)

/* The call fails with a status, and the message contains a text. */
#define FAILS(call, status, text)                                                                                 \
    do {                                                                                                          \
        CHECK_INT((call), (status));                                                                              \
        if (strstr(faissnet_last_error(), (text)) == NULL) {                                                      \
            fprintf(stderr, "%s:%d: the message is \"%s\", without \"%s\"\n", __FILE__, __LINE__, faissnet_last_error(), \
                    (text));                                                                                      \
            exit(1);                                                                                              \
        }                                                                                                         \
    } while (0)

/* Every test file has one function, called in order by main.c. */
void test_library(void);
void test_id_filter(void);
void test_flat(void);
void test_ivf(void);
void test_quantizers(void);
void test_wrappers(void);
void test_fast_scan(void);
void test_files(void);
void test_binary(void);
void test_errors(void);
void test_threads(void);
void test_interrupt(void);

/* Test data: n x d floats between 0 and 1 from a linear congruential generator. The caller frees it. */
float* random_floats(int64_t n, int64_t d, uint32_t seed);

/* n bytes of random bits. The caller frees them. */
uint8_t* random_bytes(int64_t n, uint32_t seed);

/* The squared distance of two vectors, summed in double. */
double squared_distance(const float* a, const float* b, int64_t d);

/* Parameters of a search, all at "the index's own". */
faissnet_search_params default_params(void);

/* Room for what a faissnet_write_function gets. */
typedef struct written {
    uint8_t* bytes;
    int64_t size;
    int64_t most;
} written;

/* A faissnet_write_function whose context is a written; it stops where there is no room. */
int32_t take_bytes(void* context, const uint8_t* data, int64_t size);

/* Whether the library's FAISS is at least a release 1.minor. */
int faiss_minor_at_least(int minor);

#endif
