// Read access to what binary indexes have learnt and stored.
#include <cstring>

#include <faiss/IndexBinaryFlat.h>
#include <faiss/IndexBinaryIVF.h>
#include <faiss/IndexIDMap.h>

#include "access.h"
#include "copy.h"
#include "wrappers.h"

using namespace faissnet;

namespace {

const faiss::IndexBinaryIVF& ivf_of(const faissnet_binary_index* handle) {
    return require<faiss::IndexBinaryIVF>(index_of(handle), "inverted lists");
}

} // namespace

int32_t faissnet_binary_index_codes(const faissnet_binary_index* index, uint8_t* codes, int64_t capacity) {
    return guarded([&] {
        auto& flat = require<faiss::IndexBinaryFlat>(index_of(index), "flat codes");
        copy<uint8_t>(flat.xb.data(), flat.xb.size(), codes, capacity, "codes");
    });
}

int32_t faissnet_binary_index_coarse_centroids(const faissnet_binary_index* index, uint8_t* centroids, int64_t capacity) {
    return guarded([&] {
        const faiss::IndexBinaryIVF& ivf = ivf_of(index);
        need_capacity(centroids, capacity, static_cast<int64_t>(ivf.nlist) * ivf.code_size, "centroids");
        if (ivf.quantizer->ntotal != static_cast<int64_t>(ivf.nlist)) {
            fail(FAISSNET_NOT_TRAINED, "The index must be trained before it has coarse centroids.");
        }
        for (size_t i = 0; i < ivf.nlist; i++) {
            ivf.quantizer->reconstruct(static_cast<int64_t>(i), centroids + i * static_cast<size_t>(ivf.code_size));
        }
    });
}

int32_t faissnet_binary_index_list_size(const faissnet_binary_index* index, int64_t list_no, int64_t* count) {
    return guarded([&] {
        int64_t& result = out(count, "count");
        const faiss::IndexBinaryIVF& ivf = ivf_of(index);
        result = static_cast<int64_t>(ivf.invlists->list_size(checked_list(list_no, ivf.nlist)));
    });
}

int32_t faissnet_binary_index_list_ids(const faissnet_binary_index* index, int64_t list_no, int64_t* ids, int64_t capacity) {
    return guarded([&] {
        const faiss::IndexBinaryIVF& ivf = ivf_of(index);
        size_t list = checked_list(list_no, ivf.nlist);
        faiss::InvertedLists::ScopedIds from(ivf.invlists, list);
        copy<int64_t>(from.get(), ivf.invlists->list_size(list), ids, capacity, "ids");
    });
}

int32_t faissnet_binary_index_list_codes(const faissnet_binary_index* index, int64_t list_no, uint8_t* codes, int64_t capacity) {
    return guarded([&] {
        const faiss::IndexBinaryIVF& ivf = ivf_of(index);
        size_t list = checked_list(list_no, ivf.nlist);
        faiss::InvertedLists::ScopedCodes from(ivf.invlists, list);
        size_t size = ivf.invlists->list_size(list) * static_cast<size_t>(ivf.code_size);
        copy<uint8_t>(from.get(), size, codes, capacity, "codes");
    });
}

int32_t faissnet_binary_index_id_map(const faissnet_binary_index* index, int64_t* ids, int64_t capacity) {
    return guarded([&] {
        auto& id_map = require<faiss::IndexBinaryIDMap>(index_of(index), "id map");
        copy<int64_t>(id_map.id_map.data(), id_map.id_map.size(), ids, capacity, "ids");
    });
}
