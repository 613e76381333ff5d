/**
 * \file
 * The C interface of FaissNet's native engine: FAISS behind plain C99 functions.
 *
 * Types. Only int32_t, int64_t, uint8_t, float, pointers to those, UTF-8 `const char*` and the opaque structs below cross this
 * boundary. Matrices are row-major: vector i of an n x d matrix starts at x + i * d. Truth values are int32_t 0 or 1.
 *
 * Errors. A function that can fail returns a status (`faissnet_status`), 0 for success, and writes its results through
 * out-parameters. After a failure faissnet_last_error() tells the calling thread what was wrong, out-parameters that are handles,
 * buffers, counts or strings are 0 or null, and the contents of output arrays are unspecified. No C++ exception leaves the library.
 * Arguments are checked before anything is changed; an error that FAISS itself raises half-way through an operation that changes an
 * index may leave that index unfit for anything but being freed.
 *
 * Ownership. Whoever receives a handle frees it with the function of its type; every free function accepts null. Input arrays and
 * strings are read during the call and never kept. Output arrays belong to the caller and are filled. Buffers that the library
 * allocates (faissnet_index_save_to_memory, faissnet_binary_index_save_to_memory) are freed with faissnet_buffer_free. Strings that
 * the library returns are never freed by the caller; how long each stays valid is said where it is declared.
 *
 * Threads. Functions that take a `const` index may run at the same time on one index; every other function on an index is exclusive:
 * nothing else may use that index until it returns. Freeing is exclusive too. Different indexes are independent. Filters and results
 * are immutable and may be shared between threads. Functions that take a number of OpenMP threads apply it to that call alone and
 * restore the calling thread's setting; 0 means the calling thread's setting, which starts as OMP_NUM_THREADS or the number of
 * processors. OpenMP keeps a pool of workers for each calling thread that ever asked for more than one thread; a server that
 * calls from many threads should ask for 1 thread and run calls side by side.
 *
 * Wrappers. Factory strings nest indexes: IDMap and IDMap2 (own ids), PreTransform (rotations, PCA), Refine (a second, more precise
 * code). Functions marked "looks through wrappers" act on the first index inside them that has the property, following the base
 * index of Refine.
 */
#ifndef FAISSNET_H
#define FAISSNET_H

#include <stdint.h>

#if defined(FAISSNET_BUILDING) && defined(_WIN32)
#define FAISSNET_API __declspec(dllexport)
#elif defined(FAISSNET_BUILDING) && defined(__GNUC__)
#define FAISSNET_API __attribute__((visibility("default")))
#else
#define FAISSNET_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/** The number of this interface. */
typedef enum faissnet_abi {
    /** What faissnet_abi_version returns; it changes whenever a declaration in this header does, because its callers use them all. */
    FAISSNET_ABI_VERSION = 2
} faissnet_abi;

/** What a function that can fail returns. */
typedef enum faissnet_status {
    /** Success. */
    FAISSNET_OK = 0,
    /** An argument is null, negative, of the wrong size or otherwise outside what the function accepts. */
    FAISSNET_INVALID_ARGUMENT = 1,
    /** The index must be trained before it can do this. */
    FAISSNET_NOT_TRAINED = 2,
    /** Memory could not be allocated. */
    FAISSNET_OUT_OF_MEMORY = 3,
    /** A file could not be opened, read or written, or is not a complete index file. */
    FAISSNET_IO = 4,
    /** This kind of index, or this release of FAISS, cannot do this. */
    FAISSNET_UNSUPPORTED = 5,
    /** FAISS refused for a reason of its own. */
    FAISSNET_FAISS_ERROR = 6,
    /** Anything else. */
    FAISSNET_UNKNOWN = 7,
    /** The caller stopped it: faissnet_set_interrupt. */
    FAISSNET_INTERRUPTED = 8
} faissnet_status;

/** How vectors are compared; the values are those of FAISS. */
typedef enum faissnet_metric {
    /** Inner product, larger is nearer. */
    FAISSNET_METRIC_INNER_PRODUCT = 0,
    /** Squared Euclidean distance. */
    FAISSNET_METRIC_L2 = 1,
    /** Sum of absolute differences. */
    FAISSNET_METRIC_L1 = 2,
    /** Largest absolute difference. */
    FAISSNET_METRIC_LINF = 3,
    /** Sum of absolute differences to the power p, without the root; p is the metric argument. */
    FAISSNET_METRIC_LP = 4,
    /** Canberra distance. */
    FAISSNET_METRIC_CANBERRA = 20,
    /** Bray-Curtis distance. */
    FAISSNET_METRIC_BRAY_CURTIS = 21,
    /** Jensen-Shannon divergence. */
    FAISSNET_METRIC_JENSEN_SHANNON = 22
} faissnet_metric;

/** How an inverted-file index finds a vector by its id. */
typedef enum faissnet_direct_map {
    /** No map: reconstruction by id scans the lists. */
    FAISSNET_DIRECT_MAP_NONE = 0,
    /** An array; the ids must be 0 to count - 1. */
    FAISSNET_DIRECT_MAP_ARRAY = 1,
    /** A hash table; any ids. */
    FAISSNET_DIRECT_MAP_HASHTABLE = 2
} faissnet_direct_map;

/** An index over float vectors. */
typedef struct faissnet_index faissnet_index;

/** An index over packed bit vectors, compared by Hamming distance. */
typedef struct faissnet_binary_index faissnet_binary_index;

/** An immutable set of ids that a search or removal is restricted to. */
typedef struct faissnet_id_filter faissnet_id_filter;

/** The hits of a range search. */
typedef struct faissnet_range_result faissnet_range_result;

/**
 * Decides whether an id is in a filter: 0 or 1. It is called during the calls that get the filter, from several threads at once and from
 * threads of the library's own, and must not let an exception out.
 */
typedef int32_t (*faissnet_id_predicate)(void* context, int64_t id);

/** Takes the next bytes of a file: 0 to go on, anything else to stop. It must not let an exception out. */
typedef int32_t (*faissnet_write_function)(void* context, const uint8_t* data, int64_t size);

/** What one search does differently from the index's own settings. Fields that do not apply to a kind of index are ignored, except id_filter. */
typedef struct faissnet_search_params {
    /** The size of this struct in bytes, 48; anything else is an invalid argument. */
    int32_t struct_size;
    /** Number of OpenMP threads, 0 for the calling thread's setting. */
    int32_t threads;
    /** Number of inverted lists to visit, 0 for the index's own. Looks through wrappers. */
    int64_t nprobe;
    /** Number of codes to visit at most, 0 for the index's own. Looks through wrappers; unsupported by 4-bit fast-scan lists. */
    int64_t max_codes;
    /** Width of the search in an HNSW graph, 0 for the index's own. Looks through wrappers. */
    int64_t ef_search;
    /** Only ids in this filter are found; null for all. An index that cannot honour it exactly returns FAISSNET_UNSUPPORTED. */
    const faissnet_id_filter* id_filter;
    /** A Refine index fetches k * k_factor candidates from its base index and ranks them again; 0 for the index's own, else at least 1. */
    float k_factor;
    /** Must be 0. */
    int32_t reserved;
} faissnet_search_params;

/* ---- library ------------------------------------------------------------------------------------------------------------------ */

/**
 * Returns FAISSNET_ABI_VERSION as it was when the library was built. Callers compare it with their own before anything else.
 */
FAISSNET_API int32_t faissnet_abi_version(void);

/**
 * Returns the version of FAISS in this library, such as "1.7.3". The string is valid for ever.
 */
FAISSNET_API const char* faissnet_faiss_version(void);

/**
 * Returns what the library was compiled for, such as "OPTIMIZE AVX2". The string is valid for ever.
 */
FAISSNET_API const char* faissnet_compile_options(void);

/**
 * Returns the message of the calling thread's last failed call, or "" before the first. The string is valid until the thread's next
 * failed call.
 */
FAISSNET_API const char* faissnet_last_error(void);

/**
 * Returns how many handles and buffers of this library are alive in the process: indexes, filters, results, and saved buffers.
 */
FAISSNET_API int64_t faissnet_live_objects(void);

/**
 * Returns how many OpenMP threads a call from this thread uses when it asks for 0.
 */
FAISSNET_API int32_t faissnet_get_num_threads(void);

/**
 * Sets how many OpenMP threads a call from this thread uses when it asks for 0. Other threads are not affected.
 * \param threads Number of threads, at least 1.
 */
FAISSNET_API int32_t faissnet_set_num_threads(int32_t threads);

/**
 * Lets the caller stop what this thread is doing: trainings, additions and searches that this thread starts look at the flag now and then,
 * and once it is not 0 they fail with FAISSNET_INTERRUPTED. A training that was stopped leaves an index that is good for nothing but being
 * freed. An addition that was stopped may have added the first of its vectors; one of at most 32,768 vectors to inverted lists or flat codes
 * has added all or none.
 * \param flag The flag, which any thread may set and which must stay in memory until it is replaced; null for none.
 */
FAISSNET_API void faissnet_set_interrupt(const int32_t* flag);

/**
 * Frees a buffer that the library allocated.
 * \param data The buffer, or null.
 */
FAISSNET_API void faissnet_buffer_free(uint8_t* data);

/* ---- id filters --------------------------------------------------------------------------------------------------------------- */

/**
 * Makes the filter of the ids from first to end - 1.
 * \param first The first id.
 * \param end One past the last id; a filter with end <= first is empty.
 * \param filter Receives the filter; free it with faissnet_id_filter_free.
 */
FAISSNET_API int32_t faissnet_id_filter_range(int64_t first, int64_t end, faissnet_id_filter** filter);

/**
 * Makes the filter of the given ids.
 * \param n Number of ids, 0 or more.
 * \param ids The ids in any order, n of them; they are copied.
 * \param filter Receives the filter; free it with faissnet_id_filter_free.
 */
FAISSNET_API int32_t faissnet_id_filter_set(int64_t n, const int64_t* ids, faissnet_id_filter** filter);

/**
 * Makes the filter of the ids whose bit is set: id i is bit i % 8, counted from the least significant, of byte i / 8.
 * \param size Number of bytes, 0 or more; ids from 8 * size on are not in the filter.
 * \param bitmap The bytes, size of them; they are copied.
 * \param filter Receives the filter; free it with faissnet_id_filter_free.
 */
FAISSNET_API int32_t faissnet_id_filter_bitmap(int64_t size, const uint8_t* bitmap, faissnet_id_filter** filter);

/**
 * Makes the filter of the ids that another filter does not contain. The other filter may be freed right afterwards.
 * \param other The filter to negate.
 * \param filter Receives the filter; free it with faissnet_id_filter_free.
 */
FAISSNET_API int32_t faissnet_id_filter_not(const faissnet_id_filter* other, faissnet_id_filter** filter);

/**
 * Makes the filter of the ids that both filters contain. Both may be freed right afterwards.
 * \param left One filter.
 * \param right The other filter.
 * \param filter Receives the filter; free it with faissnet_id_filter_free.
 */
FAISSNET_API int32_t faissnet_id_filter_and(
        const faissnet_id_filter* left,
        const faissnet_id_filter* right,
        faissnet_id_filter** filter);

/**
 * Makes the filter of the ids that at least one of two filters contains. Both may be freed right afterwards.
 * \param left One filter.
 * \param right The other filter.
 * \param filter Receives the filter; free it with faissnet_id_filter_free.
 */
FAISSNET_API int32_t faissnet_id_filter_or(
        const faissnet_id_filter* left,
        const faissnet_id_filter* right,
        faissnet_id_filter** filter);

/**
 * Makes the filter of the ids that a function of the caller's says yes to. It asks about the ids that a search meets, and only about them.
 * \param predicate The function.
 * \param context Handed to the function. Both must live as long as the filter and every filter made of it.
 * \param filter Receives the filter; free it with faissnet_id_filter_free.
 */
FAISSNET_API int32_t faissnet_id_filter_predicate(faissnet_id_predicate predicate, void* context, faissnet_id_filter** filter);

/**
 * Tells whether a filter contains an id.
 * \param filter The filter.
 * \param id The id.
 * \param contains Receives 1 or 0.
 */
FAISSNET_API int32_t faissnet_id_filter_contains(const faissnet_id_filter* filter, int64_t id, int32_t* contains);

/**
 * Frees a filter.
 * \param filter The filter, or null.
 */
FAISSNET_API void faissnet_id_filter_free(faissnet_id_filter* filter);

/* ---- range results ------------------------------------------------------------------------------------------------------------ */

/**
 * Gives access to the hits of a range search. The hits of query i are the entries limits[i] to limits[i + 1] - 1 of distances and ids,
 * in no particular order. The arrays belong to the result and are valid until it is freed.
 * \param result The result.
 * \param n Receives the number of queries.
 * \param limits Receives a pointer to n + 1 offsets; limits[n] is the number of hits.
 * \param distances Receives a pointer to limits[n] distances (Hamming distances are whole numbers).
 * \param ids Receives a pointer to limits[n] ids.
 */
FAISSNET_API int32_t faissnet_range_result_view(
        const faissnet_range_result* result,
        int64_t* n,
        const int64_t** limits,
        const float** distances,
        const int64_t** ids);

/**
 * Frees a range result and the arrays that faissnet_range_result_view gave.
 * \param result The result, or null.
 */
FAISSNET_API void faissnet_range_result_free(faissnet_range_result* result);

/* ---- float index: lifetime and files ------------------------------------------------------------------------------------------ */

/**
 * Makes an empty index from a FAISS factory string such as "OPQ16,IVF1024,PQ16x4fs,RFlat".
 * \param dimension Number of components of a vector, at least 1.
 * \param factory The factory string.
 * \param metric One of faissnet_metric.
 * \param index Receives the index; free it with faissnet_index_free.
 */
FAISSNET_API int32_t faissnet_index_create(int32_t dimension, const char* factory, int32_t metric, faissnet_index** index);

/**
 * Frees an index.
 * \param index The index, or null.
 */
FAISSNET_API void faissnet_index_free(faissnet_index* index);

/**
 * Makes an independent copy of an index with all it contains.
 * \param index The index.
 * \param copy Receives the copy; free it with faissnet_index_free.
 */
FAISSNET_API int32_t faissnet_index_clone(const faissnet_index* index, faissnet_index** copy);

/**
 * Reads an index from a file. FAISS's reader trusts its input: check a file of unknown origin before it comes here.
 * \param path The file.
 * \param index Receives the index; free it with faissnet_index_free.
 */
FAISSNET_API int32_t faissnet_index_load(const char* path, faissnet_index** index);

/**
 * Writes an index to a file. The file is written under a temporary name beside it, flushed to disk and then renamed, so that an
 * existing file is either replaced whole or left as it was.
 * \param index The index.
 * \param path The file.
 */
FAISSNET_API int32_t faissnet_index_save(const faissnet_index* index, const char* path);

/**
 * Reads an index from the bytes of a file. FAISS's reader trusts its input: check bytes of unknown origin before they come here.
 * \param data The bytes.
 * \param size Number of bytes.
 * \param index Receives the index; free it with faissnet_index_free.
 */
FAISSNET_API int32_t faissnet_index_load_from_memory(const uint8_t* data, int64_t size, faissnet_index** index);

/**
 * Gives the bytes that faissnet_index_save would write.
 * \param index The index.
 * \param data Receives the bytes; free them with faissnet_buffer_free.
 * \param size Receives the number of bytes.
 */
FAISSNET_API int32_t faissnet_index_save_to_memory(const faissnet_index* index, uint8_t** data, int64_t* size);

/**
 * Hands the bytes that faissnet_index_save would write to a function of the caller's, a block at a time.
 * \param index The index.
 * \param write The function.
 * \param context Handed to the function.
 */
FAISSNET_API int32_t faissnet_index_write(const faissnet_index* index, faissnet_write_function write, void* context);

/* ---- float index: contents ---------------------------------------------------------------------------------------------------- */

/**
 * Trains an index on sample vectors.
 * \param index The index.
 * \param n Number of vectors, 0 or more.
 * \param x The vectors, n x dimension.
 * \param threads Number of OpenMP threads, 0 for the calling thread's setting.
 */
FAISSNET_API int32_t faissnet_index_train(faissnet_index* index, int64_t n, const float* x, int32_t threads);

/**
 * Adds vectors; they get the ids count, count + 1 and so on. An IDMap index wants ids: use faissnet_index_add_with_ids.
 * \param index The index, trained.
 * \param n Number of vectors, 0 or more.
 * \param x The vectors, n x dimension.
 * \param threads Number of OpenMP threads, 0 for the calling thread's setting.
 */
FAISSNET_API int32_t faissnet_index_add(faissnet_index* index, int64_t n, const float* x, int32_t threads);

/**
 * Adds vectors under given ids. Only inverted-file and IDMap indexes keep ids.
 * \param index The index, trained.
 * \param n Number of vectors, 0 or more.
 * \param x The vectors, n x dimension.
 * \param ids The ids, n of them. FAISS never returns the id -1.
 * \param threads Number of OpenMP threads, 0 for the calling thread's setting.
 */
FAISSNET_API int32_t faissnet_index_add_with_ids(
        faissnet_index* index,
        int64_t n,
        const float* x,
        const int64_t* ids,
        int32_t threads);

/**
 * Finds the k nearest vectors of each query, best first. Missing results have the id -1. Where FAISS cannot honour a parameter for a
 * kind of index, the library searches the codes itself with the same distances and order; where that is not exact either, the call
 * returns FAISSNET_UNSUPPORTED.
 * \param index The index, trained.
 * \param n Number of queries, 0 or more.
 * \param x The queries, n x dimension.
 * \param k Number of results per query, at least 1.
 * \param params Parameters of this search, or null for the index's own settings.
 * \param distances Receives the distances, n x k.
 * \param ids Receives the ids, n x k.
 */
FAISSNET_API int32_t faissnet_index_search(
        const faissnet_index* index,
        int64_t n,
        const float* x,
        int64_t k,
        const faissnet_search_params* params,
        float* distances,
        int64_t* ids);

/**
 * Finds all vectors nearer than a radius: distance < radius, or > radius for the inner product.
 * \param index The index, trained.
 * \param n Number of queries, 0 or more.
 * \param x The queries, n x dimension.
 * \param radius The radius, in the unit of the metric (squared for L2).
 * \param params Parameters of this search, or null for the index's own settings.
 * \param result Receives the result; free it with faissnet_range_result_free.
 */
FAISSNET_API int32_t faissnet_index_range_search(
        const faissnet_index* index,
        int64_t n,
        const float* x,
        float radius,
        const faissnet_search_params* params,
        faissnet_range_result** result);

/**
 * Gives the vector stored under an id, as its code decodes. An inverted-file index without a direct map, and IDMap, scan for the id.
 * \param index The index.
 * \param id The id.
 * \param x Receives the vector, dimension components.
 */
FAISSNET_API int32_t faissnet_index_reconstruct(const faissnet_index* index, int64_t id, float* x);

/**
 * Gives the vectors stored under the ids first to first + n - 1, as their codes decode.
 * \param index The index.
 * \param first The first id.
 * \param n Number of vectors, 0 or more.
 * \param x Receives the vectors, n x dimension.
 */
FAISSNET_API int32_t faissnet_index_reconstruct_range(const faissnet_index* index, int64_t first, int64_t n, float* x);

/**
 * Removes the vectors whose id is in a filter. Flat kinds close the gaps: later vectors get smaller ids.
 * \param index The index.
 * \param filter The ids to remove.
 * \param removed Receives the number of vectors removed.
 */
FAISSNET_API int32_t faissnet_index_remove(faissnet_index* index, const faissnet_id_filter* filter, int64_t* removed);

/**
 * Removes all vectors; the training stays.
 * \param index The index.
 */
FAISSNET_API int32_t faissnet_index_reset(faissnet_index* index);

/**
 * Moves all vectors of another index of the same kind and training into an index and leaves the other empty.
 * \param index The index that receives.
 * \param other The index that is emptied; must not be the same.
 * \param add_id Added to the ids of the moved vectors; 0 for kinds without ids of their own.
 */
FAISSNET_API int32_t faissnet_index_merge(faissnet_index* index, faissnet_index* other, int64_t add_id);

/**
 * Encodes vectors without storing them.
 * \param index The index, trained.
 * \param n Number of vectors, 0 or more.
 * \param x The vectors, n x dimension.
 * \param codes Receives the codes, n x codec size.
 * \param threads Number of OpenMP threads, 0 for the calling thread's setting.
 */
FAISSNET_API int32_t faissnet_index_encode(const faissnet_index* index, int64_t n, const float* x, uint8_t* codes, int32_t threads);

/**
 * Decodes what faissnet_index_encode gave.
 * \param index The index, trained.
 * \param n Number of codes, 0 or more.
 * \param codes The codes, n x codec size.
 * \param x Receives the vectors, n x dimension.
 * \param threads Number of OpenMP threads, 0 for the calling thread's setting.
 */
FAISSNET_API int32_t faissnet_index_decode(const faissnet_index* index, int64_t n, const uint8_t* codes, float* x, int32_t threads);

/* ---- float index: properties -------------------------------------------------------------------------------------------------- */

/**
 * Gives the number of components of a vector.
 * \param index The index.
 * \param dimension Receives the dimension.
 */
FAISSNET_API int32_t faissnet_index_dimension(const faissnet_index* index, int32_t* dimension);

/**
 * Gives the number of vectors stored (FAISS: ntotal).
 * \param index The index.
 * \param count Receives the number.
 */
FAISSNET_API int32_t faissnet_index_count(const faissnet_index* index, int64_t* count);

/**
 * Tells whether an index is trained, or needs no training.
 * \param index The index.
 * \param is_trained Receives 1 or 0.
 */
FAISSNET_API int32_t faissnet_index_is_trained(const faissnet_index* index, int32_t* is_trained);

/**
 * Gives the metric.
 * \param index The index.
 * \param metric Receives one of faissnet_metric.
 */
FAISSNET_API int32_t faissnet_index_metric(const faissnet_index* index, int32_t* metric);

/**
 * Gives the argument of the metric: the power p of FAISSNET_METRIC_LP.
 * \param index The index.
 * \param argument Receives the argument.
 */
FAISSNET_API int32_t faissnet_index_metric_argument(const faissnet_index* index, float* argument);

/**
 * Gives the number of bytes that one vector takes in the index: the size of the stored code. Looks through wrappers.
 * \param index The index.
 * \param size Receives the size in bytes.
 */
FAISSNET_API int32_t faissnet_index_code_size(const faissnet_index* index, int64_t* size);

/**
 * Gives the number of bytes per vector of faissnet_index_encode (FAISS: sa_code_size). It differs from the stored code where the
 * number of the inverted list or a refinement code is part of it.
 * \param index The index.
 * \param size Receives the size in bytes.
 */
FAISSNET_API int32_t faissnet_index_codec_size(const faissnet_index* index, int64_t* size);

/**
 * Gives the number of inverted lists. Looks through wrappers.
 * \param index The index.
 * \param nlist Receives the number; 0 if the index has no inverted lists.
 */
FAISSNET_API int32_t faissnet_index_nlist(const faissnet_index* index, int64_t* nlist);

/**
 * Gives the number of inverted lists that a search visits by default. Looks through wrappers.
 * \param index The index.
 * \param nprobe Receives the number; 0 if the index has no inverted lists.
 */
FAISSNET_API int32_t faissnet_index_get_nprobe(const faissnet_index* index, int64_t* nprobe);

/**
 * Sets the number of inverted lists that a search visits by default. Looks through wrappers.
 * \param index The index.
 * \param nprobe The number, at least 1.
 */
FAISSNET_API int32_t faissnet_index_set_nprobe(faissnet_index* index, int64_t nprobe);

/**
 * Gives the name of the index's FAISS class, such as "IndexIVFPQ". The string is valid for ever.
 * \param index The index.
 * \param kind Receives the name.
 */
FAISSNET_API int32_t faissnet_index_kind(const faissnet_index* index, const char** kind);

/**
 * Describes an index and what is nested in it, in the manner of a factory string, such as "IDMap2(PreTransform[256](IVF1024(PQ16x8)))".
 * The string is valid until the calling thread's next call of this function or of faissnet_binary_index_description.
 * \param index The index.
 * \param description Receives the description.
 */
FAISSNET_API int32_t faissnet_index_description(const faissnet_index* index, const char** description);

/**
 * Tells whether faissnet_index_set_parameter can set a parameter of this index.
 * \param index The index.
 * \param name The name.
 * \param has Receives 1 or 0.
 */
FAISSNET_API int32_t faissnet_index_has_parameter(const faissnet_index* index, const char* name, int32_t* has);

/**
 * Sets a parameter by the name that FAISS's AutoTune gives it: nprobe, ht, k_factor, k_factor_rf, max_codes, efSearch, efConstruction
 * or quantizer_ and one of these. Looks through wrappers.
 * \param index The index.
 * \param name The name.
 * \param value The value.
 */
FAISSNET_API int32_t faissnet_index_set_parameter(faissnet_index* index, const char* name, float value);

/**
 * Builds or drops the map that finds a vector of an inverted-file index by its id. Looks through wrappers.
 * \param index The index.
 * \param type One of faissnet_direct_map.
 */
FAISSNET_API int32_t faissnet_index_set_direct_map(faissnet_index* index, int32_t type);

/* ---- float index: state, for comparing engines (all of it looks through wrappers) --------------------------------------------- */

/**
 * Gives the shape of the product quantizer.
 * \param index The index.
 * \param dimension Receives the dimension that is split.
 * \param m Receives the number of sub-quantizers (FAISS: M).
 * \param nbits Receives the bits per sub-quantizer index.
 */
FAISSNET_API int32_t faissnet_index_pq_shape(const faissnet_index* index, int64_t* dimension, int64_t* m, int64_t* nbits);

/**
 * Copies the centroids of the product quantizer: m x 2^nbits x (dimension / m).
 * \param index The index.
 * \param centroids Receives the centroids.
 * \param capacity Number of floats that fit; must be dimension * 2^nbits at least.
 */
FAISSNET_API int32_t faissnet_index_pq_centroids(const faissnet_index* index, float* centroids, int64_t capacity);

/**
 * Copies the coarse centroids of an inverted-file index: nlist x dimension (after the transforms in front of it).
 * \param index The index.
 * \param centroids Receives the centroids.
 * \param capacity Number of floats that fit; must be nlist * dimension at least.
 */
FAISSNET_API int32_t faissnet_index_coarse_centroids(const faissnet_index* index, float* centroids, int64_t capacity);

/**
 * Gives the type of the scalar quantizer and the number of trained values.
 * \param index The index.
 * \param type Receives FAISS's QuantizerType: 0 8-bit, 1 4-bit, 2 8-bit uniform, 3 4-bit uniform, 4 fp16, 5 8-bit direct, 6 6-bit.
 * \param trained_count Receives the number of trained values, 0 if untrained.
 */
FAISSNET_API int32_t faissnet_index_sq_shape(const faissnet_index* index, int32_t* type, int64_t* trained_count);

/**
 * Copies the trained values of the scalar quantizer: the minima, then the differences of maximum and minimum.
 * \param index The index.
 * \param trained Receives the values.
 * \param capacity Number of floats that fit; must be the trained count at least.
 */
FAISSNET_API int32_t faissnet_index_sq_trained(const faissnet_index* index, float* trained, int64_t capacity);

/**
 * Gives the number of bytes of faissnet_index_codes.
 * \param index The index.
 * \param size Receives the size in bytes.
 */
FAISSNET_API int32_t faissnet_index_codes_size(const faissnet_index* index, int64_t* size);

/**
 * Copies the codes of an index without inverted lists, in the order of the vectors: count x code size; those of a 4-bit fast-scan index in
 * its blocked layout.
 * \param index The index.
 * \param codes Receives the codes.
 * \param capacity Number of bytes that fit; must be the codes size at least.
 */
FAISSNET_API int32_t faissnet_index_codes(const faissnet_index* index, uint8_t* codes, int64_t capacity);

/**
 * Gives the number of vectors in an inverted list and the number of bytes of its codes.
 * \param index The index.
 * \param list_no The list, 0 to nlist - 1.
 * \param count Receives the number of vectors.
 * \param codes_size Receives the size of the codes in bytes; for 4-bit fast-scan lists that of whole blocks.
 */
FAISSNET_API int32_t faissnet_index_list_size(const faissnet_index* index, int64_t list_no, int64_t* count, int64_t* codes_size);

/**
 * Copies the ids of an inverted list.
 * \param index The index.
 * \param list_no The list, 0 to nlist - 1.
 * \param ids Receives the ids.
 * \param capacity Number of ids that fit; must be the list's count at least.
 */
FAISSNET_API int32_t faissnet_index_list_ids(const faissnet_index* index, int64_t list_no, int64_t* ids, int64_t capacity);

/**
 * Copies the codes of an inverted list: count x code size, or the blocks of a 4-bit fast-scan list.
 * \param index The index.
 * \param list_no The list, 0 to nlist - 1.
 * \param codes Receives the codes.
 * \param capacity Number of bytes that fit; must be the list's codes size at least.
 */
FAISSNET_API int32_t faissnet_index_list_codes(const faissnet_index* index, int64_t list_no, uint8_t* codes, int64_t capacity);

/**
 * Copies the ids of an IDMap or IDMap2 index in the order of the vectors.
 * \param index The index.
 * \param ids Receives the ids.
 * \param capacity Number of ids that fit; must be the count at least.
 */
FAISSNET_API int32_t faissnet_index_id_map(const faissnet_index* index, int64_t* ids, int64_t capacity);

/* ---- binary index ------------------------------------------------------------------------------------------------------------- */

/**
 * Makes an empty binary index from a FAISS factory string such as "BFlat" or "BIVF1024".
 * \param dimension Number of bits of a vector, a positive multiple of 8.
 * \param factory The factory string.
 * \param index Receives the index; free it with faissnet_binary_index_free.
 */
FAISSNET_API int32_t faissnet_binary_index_create(int32_t dimension, const char* factory, faissnet_binary_index** index);

/**
 * Frees a binary index.
 * \param index The index, or null.
 */
FAISSNET_API void faissnet_binary_index_free(faissnet_binary_index* index);

/**
 * Makes an independent copy of a binary index with all it contains.
 * \param index The index.
 * \param copy Receives the copy; free it with faissnet_binary_index_free.
 */
FAISSNET_API int32_t faissnet_binary_index_clone(const faissnet_binary_index* index, faissnet_binary_index** copy);

/**
 * Reads a binary index from a file. FAISS's reader trusts its input: check a file of unknown origin before it comes here.
 * \param path The file.
 * \param index Receives the index; free it with faissnet_binary_index_free.
 */
FAISSNET_API int32_t faissnet_binary_index_load(const char* path, faissnet_binary_index** index);

/**
 * Writes a binary index to a file, as faissnet_index_save does.
 * \param index The index.
 * \param path The file.
 */
FAISSNET_API int32_t faissnet_binary_index_save(const faissnet_binary_index* index, const char* path);

/**
 * Reads a binary index from the bytes of a file. FAISS's reader trusts its input: check bytes of unknown origin before they come here.
 * \param data The bytes.
 * \param size Number of bytes.
 * \param index Receives the index; free it with faissnet_binary_index_free.
 */
FAISSNET_API int32_t faissnet_binary_index_load_from_memory(const uint8_t* data, int64_t size, faissnet_binary_index** index);

/**
 * Gives the bytes that faissnet_binary_index_save would write.
 * \param index The index.
 * \param data Receives the bytes; free them with faissnet_buffer_free.
 * \param size Receives the number of bytes.
 */
FAISSNET_API int32_t faissnet_binary_index_save_to_memory(const faissnet_binary_index* index, uint8_t** data, int64_t* size);

/**
 * Hands the bytes that faissnet_binary_index_save would write to a function of the caller's, a block at a time.
 * \param index The index.
 * \param write The function.
 * \param context Handed to the function.
 */
FAISSNET_API int32_t faissnet_binary_index_write(const faissnet_binary_index* index, faissnet_write_function write, void* context);

/**
 * Trains a binary index on sample vectors.
 * \param index The index.
 * \param n Number of vectors, 0 or more.
 * \param x The packed bits, n x dimension / 8 bytes.
 * \param threads Number of OpenMP threads, 0 for the calling thread's setting.
 */
FAISSNET_API int32_t faissnet_binary_index_train(faissnet_binary_index* index, int64_t n, const uint8_t* x, int32_t threads);

/**
 * Adds vectors; they get the ids count, count + 1 and so on.
 * \param index The index, trained.
 * \param n Number of vectors, 0 or more.
 * \param x The packed bits, n x dimension / 8 bytes.
 * \param threads Number of OpenMP threads, 0 for the calling thread's setting.
 */
FAISSNET_API int32_t faissnet_binary_index_add(faissnet_binary_index* index, int64_t n, const uint8_t* x, int32_t threads);

/**
 * Adds vectors under given ids. Only inverted-file and IDMap indexes keep ids.
 * \param index The index, trained.
 * \param n Number of vectors, 0 or more.
 * \param x The packed bits, n x dimension / 8 bytes.
 * \param ids The ids, n of them. FAISS never returns the id -1.
 * \param threads Number of OpenMP threads, 0 for the calling thread's setting.
 */
FAISSNET_API int32_t faissnet_binary_index_add_with_ids(
        faissnet_binary_index* index,
        int64_t n,
        const uint8_t* x,
        const int64_t* ids,
        int32_t threads);

/**
 * Finds the k nearest vectors of each query, best first. Missing results have the id -1 and the distance 2147483647.
 * \param index The index, trained.
 * \param n Number of queries, 0 or more.
 * \param x The packed bits of the queries, n x dimension / 8 bytes.
 * \param k Number of results per query, at least 1.
 * \param params Parameters of this search, or null for the index's own settings.
 * \param distances Receives the Hamming distances, n x k.
 * \param ids Receives the ids, n x k.
 */
FAISSNET_API int32_t faissnet_binary_index_search(
        const faissnet_binary_index* index,
        int64_t n,
        const uint8_t* x,
        int64_t k,
        const faissnet_search_params* params,
        int32_t* distances,
        int64_t* ids);

/**
 * Finds all vectors with a Hamming distance below a radius.
 * \param index The index, trained.
 * \param n Number of queries, 0 or more.
 * \param x The packed bits of the queries, n x dimension / 8 bytes.
 * \param radius The radius.
 * \param params Parameters of this search, or null for the index's own settings.
 * \param result Receives the result; free it with faissnet_range_result_free.
 */
FAISSNET_API int32_t faissnet_binary_index_range_search(
        const faissnet_binary_index* index,
        int64_t n,
        const uint8_t* x,
        int32_t radius,
        const faissnet_search_params* params,
        faissnet_range_result** result);

/**
 * Gives the vector stored under an id. An inverted-file index without a direct map, and IDMap, scan for the id.
 * \param index The index.
 * \param id The id.
 * \param x Receives the packed bits, dimension / 8 bytes.
 */
FAISSNET_API int32_t faissnet_binary_index_reconstruct(const faissnet_binary_index* index, int64_t id, uint8_t* x);

/**
 * Removes the vectors whose id is in a filter. Flat kinds close the gaps: later vectors get smaller ids.
 * \param index The index.
 * \param filter The ids to remove.
 * \param removed Receives the number of vectors removed.
 */
FAISSNET_API int32_t faissnet_binary_index_remove(
        faissnet_binary_index* index,
        const faissnet_id_filter* filter,
        int64_t* removed);

/**
 * Removes all vectors; the training stays.
 * \param index The index.
 */
FAISSNET_API int32_t faissnet_binary_index_reset(faissnet_binary_index* index);

/**
 * Moves all vectors of another binary index of the same kind and training into an index and leaves the other empty.
 * \param index The index that receives.
 * \param other The index that is emptied; must not be the same.
 * \param add_id Added to the ids of the moved vectors; 0 for kinds without ids of their own.
 */
FAISSNET_API int32_t faissnet_binary_index_merge(faissnet_binary_index* index, faissnet_binary_index* other, int64_t add_id);

/**
 * Gives the number of bits of a vector.
 * \param index The index.
 * \param dimension Receives the number of bits.
 */
FAISSNET_API int32_t faissnet_binary_index_dimension(const faissnet_binary_index* index, int32_t* dimension);

/**
 * Gives the number of vectors stored (FAISS: ntotal).
 * \param index The index.
 * \param count Receives the number.
 */
FAISSNET_API int32_t faissnet_binary_index_count(const faissnet_binary_index* index, int64_t* count);

/**
 * Tells whether a binary index is trained, or needs no training.
 * \param index The index.
 * \param is_trained Receives 1 or 0.
 */
FAISSNET_API int32_t faissnet_binary_index_is_trained(const faissnet_binary_index* index, int32_t* is_trained);

/**
 * Gives the number of bytes of a vector, dimension / 8.
 * \param index The index.
 * \param size Receives the size in bytes.
 */
FAISSNET_API int32_t faissnet_binary_index_code_size(const faissnet_binary_index* index, int64_t* size);

/**
 * Gives the number of inverted lists. Looks through IDMap.
 * \param index The index.
 * \param nlist Receives the number; 0 if the index has no inverted lists.
 */
FAISSNET_API int32_t faissnet_binary_index_nlist(const faissnet_binary_index* index, int64_t* nlist);

/**
 * Gives the number of inverted lists that a search visits by default. Looks through IDMap.
 * \param index The index.
 * \param nprobe Receives the number; 0 if the index has no inverted lists.
 */
FAISSNET_API int32_t faissnet_binary_index_get_nprobe(const faissnet_binary_index* index, int64_t* nprobe);

/**
 * Sets the number of inverted lists that a search visits by default. Looks through IDMap.
 * \param index The index.
 * \param nprobe The number, at least 1.
 */
FAISSNET_API int32_t faissnet_binary_index_set_nprobe(faissnet_binary_index* index, int64_t nprobe);

/**
 * Gives the name of the index's FAISS class, such as "IndexBinaryIVF". The string is valid for ever.
 * \param index The index.
 * \param kind Receives the name.
 */
FAISSNET_API int32_t faissnet_binary_index_kind(const faissnet_binary_index* index, const char** kind);

/**
 * Describes a binary index and what is nested in it. The string is valid until the calling thread's next call of this function or of
 * faissnet_index_description.
 * \param index The index.
 * \param description Receives the description.
 */
FAISSNET_API int32_t faissnet_binary_index_description(const faissnet_binary_index* index, const char** description);

/**
 * Copies the vectors of a binary flat index: count x dimension / 8 bytes. Looks through IDMap.
 * \param index The index.
 * \param codes Receives the bytes.
 * \param capacity Number of bytes that fit; must be count * dimension / 8 at least.
 */
FAISSNET_API int32_t faissnet_binary_index_codes(const faissnet_binary_index* index, uint8_t* codes, int64_t capacity);

/**
 * Copies the coarse centroids of a binary inverted-file index: nlist x dimension / 8 bytes. Looks through IDMap.
 * \param index The index.
 * \param centroids Receives the bytes.
 * \param capacity Number of bytes that fit; must be nlist * dimension / 8 at least.
 */
FAISSNET_API int32_t faissnet_binary_index_coarse_centroids(
        const faissnet_binary_index* index,
        uint8_t* centroids,
        int64_t capacity);

/**
 * Gives the number of vectors in an inverted list. Looks through IDMap.
 * \param index The index.
 * \param list_no The list, 0 to nlist - 1.
 * \param count Receives the number of vectors.
 */
FAISSNET_API int32_t faissnet_binary_index_list_size(const faissnet_binary_index* index, int64_t list_no, int64_t* count);

/**
 * Copies the ids of an inverted list. Looks through IDMap.
 * \param index The index.
 * \param list_no The list, 0 to nlist - 1.
 * \param ids Receives the ids.
 * \param capacity Number of ids that fit; must be the list's count at least.
 */
FAISSNET_API int32_t faissnet_binary_index_list_ids(
        const faissnet_binary_index* index,
        int64_t list_no,
        int64_t* ids,
        int64_t capacity);

/**
 * Copies the vectors of an inverted list: count x dimension / 8 bytes. Looks through IDMap.
 * \param index The index.
 * \param list_no The list, 0 to nlist - 1.
 * \param codes Receives the bytes.
 * \param capacity Number of bytes that fit; must be the list's count * dimension / 8 at least.
 */
FAISSNET_API int32_t faissnet_binary_index_list_codes(
        const faissnet_binary_index* index,
        int64_t list_no,
        uint8_t* codes,
        int64_t capacity);

/**
 * Copies the ids of a binary IDMap or IDMap2 index in the order of the vectors.
 * \param index The index.
 * \param ids Receives the ids.
 * \param capacity Number of ids that fit; must be the count at least.
 */
FAISSNET_API int32_t faissnet_binary_index_id_map(const faissnet_binary_index* index, int64_t* ids, int64_t capacity);

#ifdef __cplusplus
}
#endif

#endif
