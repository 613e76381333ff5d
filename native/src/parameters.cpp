// Parameters by the names of FAISS's AutoTune.
#include <cstring>

#include <faiss/AutoTune.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVFPQ.h>
#include <faiss/IndexIVFPQR.h>
#include <faiss/IndexPQ.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/IndexRefine.h>

#include "access.h"

using namespace faissnet;

namespace {

template <class T>
bool is(const faiss::Index& index) {
    return dynamic_cast<const T*>(&index) != nullptr;
}

bool ivf_has(const faiss::IndexIVF& index, const std::string& name) {
    if (name == "nprobe" || name == "max_codes") {
        return true;
    }
    if (name == "efSearch" || name == "efConstruction") {
        return is<faiss::IndexHNSW>(*index.quantizer);
    }
    return (name == "ht" && is<faiss::IndexIVFPQ>(index)) || (name == "k_factor" && is<faiss::IndexIVFPQR>(index));
}

/// Looks where faiss::ParameterSpace::set_index_parameter looks, and sets nothing.
bool has_parameter(const faiss::Index& index, const std::string& name) {
    if (auto id_map = dynamic_cast<const faiss::IndexIDMap*>(&index)) {
        return has_parameter(*id_map->index, name);
    }
    if (auto transform = dynamic_cast<const faiss::IndexPreTransform*>(&index)) {
        return has_parameter(*transform->index, name);
    }
    if (auto refine = dynamic_cast<const faiss::IndexRefine*>(&index)) {
        return name == "k_factor_rf" || has_parameter(*refine->base_index, name);
    }
    if (auto ivf = dynamic_cast<const faiss::IndexIVF*>(&index)) {
        const char* prefix = "quantizer_";
        size_t length = std::strlen(prefix);
        return name.compare(0, length, prefix) == 0 ? has_parameter(*ivf->quantizer, name.substr(length)) : ivf_has(*ivf, name);
    }
    if (is<faiss::IndexHNSW>(index)) {
        return name == "efSearch" || name == "efConstruction";
    }
    return name == "ht" && is<faiss::IndexPQ>(index);
}

} // namespace

int32_t faissnet_index_has_parameter(const faissnet_index* index, const char* name, int32_t* has) {
    return guarded([&] {
        int32_t& result = out(has, "has");
        const faiss::Index& faiss_index = index_of(index);
        result = has_parameter(faiss_index, &need(name, "name")) ? 1 : 0;
    });
}

int32_t faissnet_index_set_parameter(faissnet_index* index, const char* name, float value) {
    return guarded([&] {
        faissnet_index& handle = need(index, "index");
        need(name, "name");
        // FAISS casts the value to an unsigned or signed integer, for which a negative or a NaN has no meaning.
        if (!(value >= 0 && value <= 1e9f)) {
            fail(FAISSNET_INVALID_ARGUMENT, "value must be between 0 and 1e9.");
        }
        faiss::ParameterSpace().set_index_parameter(handle.index.get(), name, value);
    });
}
