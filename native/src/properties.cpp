// Properties and settings of float indexes.
#include <faiss/IndexFastScan.h>
#include <faiss/IndexFlatCodes.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexRefine.h>

#include "access.h"
#include "describe.h"
#include "wrappers.h"

using namespace faissnet;

namespace {

size_t code_size(const faiss::Index& index) {
    if (auto refine = dynamic_cast<const faiss::IndexRefine*>(&index)) {
        return code_size(*refine->base_index) + code_size(*refine->refine_index);
    }
    if (auto ivf = dynamic_cast<const faiss::IndexIVF*>(&index)) {
        return ivf->code_size;
    }
    if (auto codes = dynamic_cast<const faiss::IndexFlatCodes*>(&index)) {
        return codes->code_size;
    }
    if (auto fast = dynamic_cast<const faiss::IndexFastScan*>(&index)) {
        return fast->code_size;
    }
    const faiss::Index* next = inner(index);
    return next != nullptr ? code_size(*next) : index.sa_code_size();
}

} // namespace

int32_t faissnet_index_dimension(const faissnet_index* index, int32_t* dimension) {
    return guarded([&] {
        int32_t& result = out(dimension, "dimension");
        result = static_cast<int32_t>(index_of(index).d);
    });
}

int32_t faissnet_index_count(const faissnet_index* index, int64_t* count) {
    return guarded([&] {
        int64_t& result = out(count, "count");
        result = index_of(index).ntotal;
    });
}

int32_t faissnet_index_is_trained(const faissnet_index* index, int32_t* is_trained) {
    return guarded([&] {
        int32_t& result = out(is_trained, "is_trained");
        result = index_of(index).is_trained ? 1 : 0;
    });
}

int32_t faissnet_index_metric(const faissnet_index* index, int32_t* metric) {
    return guarded([&] {
        int32_t& result = out(metric, "metric");
        result = static_cast<int32_t>(index_of(index).metric_type);
    });
}

int32_t faissnet_index_metric_argument(const faissnet_index* index, float* argument) {
    return guarded([&] {
        float& result = out(argument, "argument");
        result = index_of(index).metric_arg;
    });
}

int32_t faissnet_index_code_size(const faissnet_index* index, int64_t* size) {
    return guarded([&] {
        int64_t& result = out(size, "size");
        result = static_cast<int64_t>(code_size(index_of(index)));
    });
}

int32_t faissnet_index_nlist(const faissnet_index* index, int64_t* nlist) {
    return guarded([&] {
        int64_t& result = out(nlist, "nlist");
        auto ivf = find<faiss::IndexIVF>(index_of(index));
        result = ivf != nullptr ? static_cast<int64_t>(ivf->nlist) : 0;
    });
}

int32_t faissnet_index_get_nprobe(const faissnet_index* index, int64_t* nprobe) {
    return guarded([&] {
        int64_t& result = out(nprobe, "nprobe");
        auto ivf = find<faiss::IndexIVF>(index_of(index));
        result = ivf != nullptr ? static_cast<int64_t>(index->gate.own_nprobe(*ivf)) : 0;
    });
}

int32_t faissnet_index_set_nprobe(faissnet_index* index, int64_t nprobe) {
    return guarded([&] {
        auto& ivf = require<faiss::IndexIVF>(index_of(index), "inverted lists");
        need_at_least(nprobe, 1, "nprobe");
        const_cast<faiss::IndexIVF&>(ivf).nprobe = static_cast<size_t>(nprobe);
    });
}

int32_t faissnet_index_kind(const faissnet_index* index, const char** kind) {
    return guarded([&] {
        const char*& result = out(kind, "kind");
        result = class_name(index_of(index));
    });
}

int32_t faissnet_index_description(const faissnet_index* index, const char** description) {
    return guarded([&] {
        const char*& result = out(description, "description");
        result = keep_for_thread(describe(index_of(index)));
    });
}

int32_t faissnet_index_set_direct_map(faissnet_index* index, int32_t type) {
    return guarded([&] {
        auto& ivf = require<faiss::IndexIVF>(index_of(index), "inverted lists");
        if (type < FAISSNET_DIRECT_MAP_NONE || type > FAISSNET_DIRECT_MAP_HASHTABLE) {
            fail(FAISSNET_INVALID_ARGUMENT, "type must be 0 (none), 1 (array) or 2 (hash table), not " + std::to_string(type) + ".");
        }
        const_cast<faiss::IndexIVF&>(ivf).set_direct_map_type(static_cast<faiss::DirectMap::Type>(type));
    });
}
