#include "compat.h"

#include <faiss/clone_index.h>
#include <faiss/impl/FaissException.h>
#include <faiss/impl/ScalarQuantizer.h>
#include <faiss/utils/utils.h>

#define FAISSNET_TEXT_(x) #x
#define FAISSNET_TEXT(x) FAISSNET_TEXT_(x)
#define FAISSNET_FAISS_AT_LEAST(major, minor) \
    (FAISS_VERSION_MAJOR > (major) || (FAISS_VERSION_MAJOR == (major) && FAISS_VERSION_MINOR >= (minor)))

namespace faissnet::compat {

const char* version_text() {
    return FAISSNET_TEXT(FAISS_VERSION_MAJOR) "." FAISSNET_TEXT(FAISS_VERSION_MINOR) "." FAISSNET_TEXT(FAISS_VERSION_PATCH);
}

std::string compile_options() {
    std::string options = faiss::get_compile_options();
    while (!options.empty() && options.back() == ' ') {
        options.pop_back();
    }
    return options;
}

bool fast_scan_ivf_takes_parameters() {
    return FAISSNET_FAISS_AT_LEAST(1, 9);
}

bool fast_scan_ivf_can_change() {
    return FAISSNET_FAISS_AT_LEAST(1, 9);
}

bool flat_codes_have_range_search(const faiss::Index& index) {
    if (FAISSNET_FAISS_AT_LEAST(1, 9)) {
        return true;
    }
    bool basic_metric = index.metric_type == faiss::METRIC_L2 || index.metric_type == faiss::METRIC_INNER_PRODUCT;
    return basic_metric && dynamic_cast<const faiss::IndexFlat*>(&index) != nullptr;
}

bool reader_leaks() {
    return !FAISSNET_FAISS_AT_LEAST(1, 8);
}

bool is_metric(int32_t metric) {
    // Jaccard came with 1.7.4, NaNEuclidean with 1.9, Gower with 1.12.
    int32_t last = FAISSNET_FAISS_AT_LEAST(1, 12) ? 25 : FAISSNET_FAISS_AT_LEAST(1, 9) ? 24 : FAISSNET_FAISS_AT_LEAST(1, 8) ? 23 : 22;
    return (metric >= 0 && metric <= 4) || (metric >= 20 && metric <= last);
}

bool is_similarity(faiss::MetricType metric) {
#if FAISS_VERSION_MAJOR > 1 || FAISS_VERSION_MINOR >= 8
    return faiss::is_similarity_metric(metric);
#else
    return metric == faiss::METRIC_INNER_PRODUCT;
#endif
}

int max_scalar_quantizer_type() {
#if FAISS_VERSION_MAJOR > 1 || FAISS_VERSION_MINOR >= 9
    return 0x7fffffff; // the reader itself refuses unknown types
#else
    return faiss::ScalarQuantizer::QT_6bit;
#endif
}

std::unique_ptr<faiss::Index> try_clone(const faiss::Index& index) {
    try {
        return std::unique_ptr<faiss::Index>(faiss::clone_index(&index));
    } catch (const faiss::FaissException&) {
        return nullptr;
    }
}

} // namespace faissnet::compat
