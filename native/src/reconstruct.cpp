// Stored vectors by id. FAISS looks flat codes up without checking the position and needs a direct map for inverted lists; here every
// id is checked, and without a map the lists are scanned.
#include <string>
#include <vector>

#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/IndexRefine.h>

#include "access.h"

using namespace faissnet;

namespace {

[[noreturn]] void fail_id(int64_t id) {
    fail(FAISSNET_INVALID_ARGUMENT, "The index has no vector with the id " + std::to_string(id) + ".");
}

/// Finds, for each of the ids first to first + n - 1, the vector that was stored last.
class Places {
public:
    Places(int64_t first, int64_t n) : first_(first), places_(static_cast<size_t>(n), -1) {}

    void note(int64_t id, int64_t place) {
        if (id >= first_ && id - first_ < static_cast<int64_t>(places_.size())) {
            places_[static_cast<size_t>(id - first_)] = place;
        }
    }

    int64_t operator[](int64_t i) const {
        int64_t place = places_[static_cast<size_t>(i)];
        if (place < 0) {
            fail_id(first_ + i);
        }
        return place;
    }

private:
    int64_t first_;
    std::vector<int64_t> places_;
};

void reconstruct_lists(const faiss::IndexIVF& index, int64_t first, int64_t n, float* x) {
    if (n == 1 && !index.direct_map.no()) {
        index.reconstruct(first, x);
        return;
    }
    Places places(first, n);
    for (size_t list_no = 0; list_no < index.nlist; list_no++) {
        faiss::InvertedLists::ScopedIds ids(index.invlists, list_no);
        size_t size = index.invlists->list_size(list_no);
        for (size_t offset = 0; offset < size; offset++) {
            places.note(ids[offset], static_cast<int64_t>(list_no << 32 | offset));
        }
    }
    for (int64_t i = 0; i < n; i++) {
        int64_t place = places[i];
        index.reconstruct_from_offset(place >> 32, place & 0xffffffff, x + i * index.d);
    }
}

void reconstruct_node(const faiss::Index& index, int64_t first, int64_t n, float* x) {
    if (auto id_map = dynamic_cast<const faiss::IndexIDMap*>(&index)) {
        auto two_way = dynamic_cast<const faiss::IndexIDMap2*>(id_map);
        if (two_way != nullptr && n == 1) {
            auto found = two_way->rev_map.find(first);
            if (found == two_way->rev_map.end()) {
                fail_id(first);
            }
            reconstruct_node(*id_map->index, found->second, 1, x);
            return;
        }
        Places places(first, n);
        for (size_t i = 0; i < id_map->id_map.size(); i++) {
            places.note(id_map->id_map[i], static_cast<int64_t>(i));
        }
        for (int64_t i = 0; i < n; i++) {
            reconstruct_node(*id_map->index, places[i], 1, x + i * index.d);
        }
    } else if (auto transform = dynamic_cast<const faiss::IndexPreTransform*>(&index); transform != nullptr && !transform->chain.empty()) {
        std::vector<float> transformed(static_cast<size_t>(n) * static_cast<size_t>(transform->index->d));
        reconstruct_node(*transform->index, first, n, transformed.data());
        transform->reverse_chain(n, transformed.data(), x);
    } else if (auto refine = dynamic_cast<const faiss::IndexRefine*>(&index)) {
        reconstruct_node(*refine->refine_index, first, n, x);
    } else if (auto ivf = dynamic_cast<const faiss::IndexIVF*>(&index)) {
        reconstruct_lists(*ivf, first, n, x);
    } else {
        if (first < 0 || first >= index.ntotal) {
            fail_id(first);
        }
        if (n > index.ntotal - first) {
            fail_id(index.ntotal);
        }
        if (n == 1) {
            index.reconstruct(first, x);
        } else {
            index.reconstruct_n(first, n, x);
        }
    }
}

} // namespace

int32_t faissnet_index_reconstruct(const faissnet_index* index, int64_t id, float* x) {
    return guarded([&] {
        const faissnet_index& handle = need(index, "index");
        need(x, "x");
        reconstruct_node(*handle.index, id, 1, x);
    });
}

int32_t faissnet_index_reconstruct_range(const faissnet_index* index, int64_t first, int64_t n, float* x) {
    return guarded([&] {
        const faissnet_index& handle = need(index, "index");
        need_array(n, x, "n", "x");
        if (n > handle.index->ntotal) {
            fail(FAISSNET_INVALID_ARGUMENT,
                 "n is " + std::to_string(n) + ", but the index has " + std::to_string(handle.index->ntotal) + " vectors.");
        }
        if (n > 0) {
            reconstruct_node(*handle.index, first, n, x);
        }
    });
}
