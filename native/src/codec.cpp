// Encoding and decoding without storing.
#include <cstring>
#include <memory>
#include <vector>

#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/IndexRefine.h>

#include "access.h"
#include "threads.h"

using namespace faissnet;

namespace {

/// The index that has the codec: an IDMap adds nothing to a code, and FAISS 1.7.3 gives it no codec.
const faiss::Index& codec_of(const faiss::Index& index) {
    auto id_map = dynamic_cast<const faiss::IndexIDMap*>(&index);
    return id_map != nullptr ? codec_of(*id_map->index) : index;
}

/// FAISS throws at a code that names no list inside a parallel region, which ends the process.
void check_list_numbers(const faiss::IndexIVF& ivf, int64_t n, const uint8_t* codes) {
    size_t size = ivf.sa_code_size();
    size_t list_bytes = ivf.coarse_code_size();
    for (int64_t i = 0; i < n; i++) {
        uint64_t list_no = 0;
        for (size_t j = 0; j < list_bytes; j++) {
            list_no |= static_cast<uint64_t>(codes[static_cast<size_t>(i) * size + j]) << (8 * j);
        }
        if (list_no >= ivf.nlist) {
            fail(FAISSNET_INVALID_ARGUMENT,
                 "Code " + std::to_string(i) + " names list " + std::to_string(list_no) + " of " + std::to_string(ivf.nlist) + ".");
        }
    }
}

void decode(const faiss::Index& index, int64_t n, const uint8_t* codes, float* x) {
    if (auto refine = dynamic_cast<const faiss::IndexRefine*>(&index)) {
        // FAISS 1.7.3 decodes the first bytes of the code, which are those of the base index.
        size_t base_size = refine->base_index->sa_code_size();
        size_t refine_size = refine->refine_index->sa_code_size();
        std::vector<uint8_t> refine_codes(static_cast<size_t>(n) * refine_size);
        for (size_t i = 0; i < static_cast<size_t>(n); i++) {
            std::memcpy(&refine_codes[i * refine_size], codes + i * (base_size + refine_size) + base_size, refine_size);
        }
        decode(*refine->refine_index, n, refine_codes.data(), x);
    } else if (auto transform = dynamic_cast<const faiss::IndexPreTransform*>(&index); transform != nullptr && !transform->chain.empty()) {
        std::vector<float> transformed(static_cast<size_t>(n) * static_cast<size_t>(transform->index->d));
        decode(*transform->index, n, codes, transformed.data());
        transform->reverse_chain(n, transformed.data(), x);
    } else {
        if (auto ivf = dynamic_cast<const faiss::IndexIVF*>(&index)) {
            check_list_numbers(*ivf, n, codes);
        }
        index.sa_decode(n, codes, x);
    }
}

} // namespace

int32_t faissnet_index_codec_size(const faissnet_index* index, int64_t* size) {
    return guarded([&] {
        int64_t& result = out(size, "size");
        result = static_cast<int64_t>(codec_of(*need(index, "index").index).sa_code_size());
    });
}

int32_t faissnet_index_encode(const faissnet_index* index, int64_t n, const float* x, uint8_t* codes, int32_t threads) {
    return guarded([&] {
        const faissnet_index& handle = need(index, "index");
        need_array(n, x, "n", "x");
        need_array(n, codes, "n", "codes");
        need_trained(*handle.index);
        ThreadScope scope(threads);
        if (n > 0) {
            codec_of(*handle.index).sa_encode(n, x, codes);
        }
    });
}

int32_t faissnet_index_decode(const faissnet_index* index, int64_t n, const uint8_t* codes, float* x, int32_t threads) {
    return guarded([&] {
        const faissnet_index& handle = need(index, "index");
        need_array(n, codes, "n", "codes");
        need_array(n, x, "n", "x");
        need_trained(*handle.index);
        ThreadScope scope(threads);
        if (n > 0) {
            decode(codec_of(*handle.index), n, codes, x);
        }
    });
}
