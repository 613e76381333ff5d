#include <memory>

#include <faiss/IndexIVFFastScan.h>

#include "describe.h"
#include "search_node.h"

namespace faissnet {

IvfParameters::IvfParameters(const faiss::IndexIVF& ivf, const SearchParameters& parameters) {
    ivf_.nprobe = parameters.nprobe != 0 ? static_cast<size_t>(parameters.nprobe) : ivf.nprobe;
    ivf_.max_codes = parameters.max_codes != 0 ? static_cast<size_t>(parameters.max_codes) : ivf.max_codes;
    ivf_.sel = const_cast<faiss::IDSelector*>(parameters.filter); // FAISS only reads it
    if (auto graph = dynamic_cast<const faiss::IndexHNSW*>(ivf.quantizer); graph != nullptr && parameters.ef_search != 0) {
        graph_.efSearch = static_cast<int>(parameters.ef_search);
        ivf_.quantizer_params = &graph_;
    }
    bool fast_scan = dynamic_cast<const faiss::IndexIVFFastScan*>(&ivf) != nullptr;
    if (fast_scan && parameters.max_codes != 0) {
        fail(FAISSNET_UNSUPPORTED, "4-bit fast-scan lists do not support max_codes.");
    }
    if (parameters.filter != nullptr && !fast_scan) {
        // Some kinds refuse a filter when they make their scanner, which a search does inside a parallel region, where the exception
        // would end the process. So one is made here first.
        try {
            std::unique_ptr<faiss::InvertedListScanner> trial(ivf.get_InvertedListScanner(false, parameters.filter));
        } catch (const std::exception&) {
            fail_filter(ivf, "search");
        }
    }
}

void fail_filter(const faiss::Index& index, const char* operation) {
    fail(FAISSNET_UNSUPPORTED, std::string(class_name(index)) + " cannot " + operation + " with an id filter.");
}

} // namespace faissnet
