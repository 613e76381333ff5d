// Read access to what float indexes have learnt and stored.
#include <faiss/Index2Layer.h>
#include <faiss/IndexFastScan.h>
#include <faiss/IndexFlatCodes.h>
#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVFPQ.h>
#include <faiss/IndexIVFPQFastScan.h>
#include <faiss/IndexPQ.h>
#include <faiss/IndexPQFastScan.h>
#include <faiss/IndexScalarQuantizer.h>
#include <faiss/invlists/BlockInvertedLists.h>

#include "access.h"
#include "copy.h"
#include "wrappers.h"

using namespace faissnet;

namespace {

const faiss::ProductQuantizer& pq_of(const faissnet_index* handle) {
    const faiss::Index& index = index_of(handle);
    if (auto pq = find<faiss::IndexPQ>(index)) {
        return pq->pq;
    }
    if (auto ivf = find<faiss::IndexIVFPQ>(index)) {
        return ivf->pq;
    }
    if (auto fast = find<faiss::IndexPQFastScan>(index)) {
        return fast->pq;
    }
    if (auto ivf_fast = find<faiss::IndexIVFPQFastScan>(index)) {
        return ivf_fast->pq;
    }
    return require<faiss::Index2Layer>(index, "product quantizer").pq;
}

const faiss::ScalarQuantizer& sq_of(const faissnet_index* handle) {
    const faiss::Index& index = index_of(handle);
    if (auto ivf = find<faiss::IndexIVFScalarQuantizer>(index)) {
        return ivf->sq;
    }
    return require<faiss::IndexScalarQuantizer>(index, "scalar quantizer").sq;
}

/// The codes of the outermost index that stores them one after the other.
struct Codes {
    const uint8_t* data;
    size_t size;
};

Codes codes_of(const faissnet_index* handle) {
    const faiss::Index& index = index_of(handle);
    if (auto fast = find<faiss::IndexFastScan>(index)) {
        return {fast->codes.get(), fast->codes.size()};
    }
    auto& flat = require<faiss::IndexFlatCodes>(index, "flat codes");
    return {flat.codes.data(), flat.codes.size()};
}

const faiss::IndexIVF& ivf_of(const faissnet_index* handle) {
    return require<faiss::IndexIVF>(index_of(handle), "inverted lists");
}

size_t list_codes_size(const faiss::IndexIVF& ivf, size_t list_no) {
    if (auto blocks = dynamic_cast<const faiss::BlockInvertedLists*>(ivf.invlists)) {
        return blocks->codes[list_no].size();
    }
    return ivf.invlists->list_size(list_no) * ivf.code_size;
}

} // namespace

int32_t faissnet_index_pq_shape(const faissnet_index* index, int64_t* dimension, int64_t* m, int64_t* nbits) {
    return guarded([&] {
        int64_t& dimension_out = out(dimension, "dimension");
        int64_t& m_out = out(m, "m");
        int64_t& nbits_out = out(nbits, "nbits");
        const faiss::ProductQuantizer& pq = pq_of(index);
        dimension_out = static_cast<int64_t>(pq.d);
        m_out = static_cast<int64_t>(pq.M);
        nbits_out = static_cast<int64_t>(pq.nbits);
    });
}

int32_t faissnet_index_pq_centroids(const faissnet_index* index, float* centroids, int64_t capacity) {
    return guarded([&] {
        const faiss::ProductQuantizer& pq = pq_of(index);
        copy(pq.centroids.data(), pq.centroids.size(), centroids, capacity, "centroids");
    });
}

int32_t faissnet_index_coarse_centroids(const faissnet_index* index, float* centroids, int64_t capacity) {
    return guarded([&] {
        const faiss::IndexIVF& ivf = ivf_of(index);
        need_capacity(centroids, capacity, static_cast<int64_t>(ivf.nlist) * ivf.d, "centroids");
        if (ivf.quantizer->ntotal != static_cast<int64_t>(ivf.nlist)) {
            fail(FAISSNET_NOT_TRAINED, "The index must be trained before it has coarse centroids.");
        }
        ivf.quantizer->reconstruct_n(0, static_cast<int64_t>(ivf.nlist), centroids);
    });
}

int32_t faissnet_index_sq_shape(const faissnet_index* index, int32_t* type, int64_t* trained_count) {
    return guarded([&] {
        int32_t& type_out = out(type, "type");
        int64_t& count_out = out(trained_count, "trained_count");
        const faiss::ScalarQuantizer& sq = sq_of(index);
        type_out = static_cast<int32_t>(sq.qtype);
        count_out = static_cast<int64_t>(sq.trained.size());
    });
}

int32_t faissnet_index_sq_trained(const faissnet_index* index, float* trained, int64_t capacity) {
    return guarded([&] {
        const faiss::ScalarQuantizer& sq = sq_of(index);
        copy(sq.trained.data(), sq.trained.size(), trained, capacity, "trained");
    });
}

int32_t faissnet_index_codes_size(const faissnet_index* index, int64_t* size) {
    return guarded([&] {
        int64_t& result = out(size, "size");
        result = static_cast<int64_t>(codes_of(index).size);
    });
}

int32_t faissnet_index_codes(const faissnet_index* index, uint8_t* codes, int64_t capacity) {
    return guarded([&] {
        Codes from = codes_of(index);
        copy(from.data, from.size, codes, capacity, "codes");
    });
}

int32_t faissnet_index_list_size(const faissnet_index* index, int64_t list_no, int64_t* count, int64_t* codes_size) {
    return guarded([&] {
        int64_t& count_out = out(count, "count");
        int64_t& size_out = out(codes_size, "codes_size");
        const faiss::IndexIVF& ivf = ivf_of(index);
        size_t list = checked_list(list_no, ivf.nlist);
        count_out = static_cast<int64_t>(ivf.invlists->list_size(list));
        size_out = static_cast<int64_t>(list_codes_size(ivf, list));
    });
}

int32_t faissnet_index_list_ids(const faissnet_index* index, int64_t list_no, int64_t* ids, int64_t capacity) {
    return guarded([&] {
        const faiss::IndexIVF& ivf = ivf_of(index);
        size_t list = checked_list(list_no, ivf.nlist);
        faiss::InvertedLists::ScopedIds from(ivf.invlists, list);
        copy<int64_t>(from.get(), ivf.invlists->list_size(list), ids, capacity, "ids");
    });
}

int32_t faissnet_index_list_codes(const faissnet_index* index, int64_t list_no, uint8_t* codes, int64_t capacity) {
    return guarded([&] {
        const faiss::IndexIVF& ivf = ivf_of(index);
        size_t list = checked_list(list_no, ivf.nlist);
        faiss::InvertedLists::ScopedCodes from(ivf.invlists, list);
        copy(from.get(), list_codes_size(ivf, list), codes, capacity, "codes");
    });
}

int32_t faissnet_index_id_map(const faissnet_index* index, int64_t* ids, int64_t capacity) {
    return guarded([&] {
        auto& id_map = require<faiss::IndexIDMap>(index_of(index), "id map");
        copy<int64_t>(id_map.id_map.data(), id_map.id_map.size(), ids, capacity, "ids");
    });
}
