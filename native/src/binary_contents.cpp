// What changes the contents of binary indexes, and stored vectors by id.
#include <cstring>
#include <typeinfo>
#include <vector>

#include <faiss/IndexBinaryFlat.h>
#include <faiss/IndexBinaryIVF.h>
#include <faiss/IndexIDMap.h>

#include "access.h"
#include "describe.h"
#include "threads.h"
#include "wrappers.h"

using namespace faissnet;

namespace {

[[noreturn]] void fail_id(int64_t id) {
    fail(FAISSNET_INVALID_ARGUMENT, "The index has no vector with the id " + std::to_string(id) + ".");
}

void reconstruct_lists(const faiss::IndexBinaryIVF& index, int64_t id, uint8_t* x) {
    if (!index.direct_map.no()) {
        index.reconstruct(id, x);
        return;
    }
    for (size_t list_no = 0; list_no < index.nlist; list_no++) {
        faiss::InvertedLists::ScopedIds ids(index.invlists, list_no);
        size_t size = index.invlists->list_size(list_no);
        for (size_t offset = 0; offset < size; offset++) {
            if (ids[offset] == id) {
                index.reconstruct_from_offset(static_cast<int64_t>(list_no), static_cast<int64_t>(offset), x);
                return;
            }
        }
    }
    fail_id(id);
}

void reconstruct_node(const faiss::IndexBinary& index, int64_t id, uint8_t* x) {
    if (auto id_map = dynamic_cast<const faiss::IndexBinaryIDMap*>(&index)) {
        // The last one stored, as IDMap2 has it.
        for (size_t i = id_map->id_map.size(); i > 0; i--) {
            if (id_map->id_map[i - 1] == id) {
                reconstruct_node(*id_map->index, static_cast<int64_t>(i - 1), x);
                return;
            }
        }
        fail_id(id);
    } else if (auto ivf = dynamic_cast<const faiss::IndexBinaryIVF*>(&index)) {
        reconstruct_lists(*ivf, id, x);
    } else {
        if (id < 0 || id >= index.ntotal) {
            fail_id(id);
        }
        index.reconstruct(id, x);
    }
}

void check_merge(const faiss::IndexBinary& index, const faiss::IndexBinary& other) {
    if (typeid(index) != typeid(other) || index.d != other.d) {
        fail(FAISSNET_INVALID_ARGUMENT, "Cannot merge " + describe(other) + " into " + describe(index) + ": they differ in kind.");
    }
    if (auto id_map = dynamic_cast<const faiss::IndexBinaryIDMap*>(&index)) {
        check_merge(*id_map->index, *dynamic_cast<const faiss::IndexBinaryIDMap&>(other).index);
    } else if (auto ivf = dynamic_cast<const faiss::IndexBinaryIVF*>(&index)) {
        auto& other_ivf = dynamic_cast<const faiss::IndexBinaryIVF&>(other);
        if (ivf->nlist != other_ivf.nlist || !ivf->direct_map.no() || !other_ivf.direct_map.no()) {
            fail(FAISSNET_INVALID_ARGUMENT, "Cannot merge: the numbers of lists differ, or there is a direct map.");
        }
        std::vector<uint8_t> centroid(static_cast<size_t>(index.code_size));
        std::vector<uint8_t> other_centroid(centroid.size());
        for (size_t i = 0; i < ivf->nlist; i++) {
            ivf->quantizer->reconstruct(static_cast<int64_t>(i), centroid.data());
            other_ivf.quantizer->reconstruct(static_cast<int64_t>(i), other_centroid.data());
            if (centroid != other_centroid) {
                fail(FAISSNET_INVALID_ARGUMENT, "Cannot merge: the coarse quantizers should be the same.");
            }
        }
    } else if (dynamic_cast<const faiss::IndexBinaryFlat*>(&index) == nullptr) {
        fail(FAISSNET_UNSUPPORTED, std::string(class_name(index)) + " cannot be merged.");
    }
}

/// FAISS refuses every BinaryIVF before 1.12 and BinaryFlat in 1.7.3, so both are merged here; what differs is checked before.
void merge_node(faiss::IndexBinary& index, faiss::IndexBinary& other, int64_t add_id) {
    if (auto id_map = dynamic_cast<faiss::IndexBinaryIDMap*>(&index)) {
        auto& other_map = dynamic_cast<faiss::IndexBinaryIDMap&>(other);
        size_t previous = id_map->id_map.size();
        bool lists = find<faiss::IndexBinaryIVF>(*id_map->index) != nullptr;
        merge_node(*id_map->index, *other_map.index, lists ? id_map->index->ntotal : 0);
        for (int64_t id : other_map.id_map) {
            id_map->id_map.push_back(id + add_id);
        }
        other_map.id_map.clear();
        id_map->ntotal = id_map->index->ntotal;
        other_map.ntotal = 0;
        if (auto two_way = dynamic_cast<faiss::IndexBinaryIDMap2*>(id_map)) {
            for (size_t i = previous; i < two_way->id_map.size(); i++) {
                two_way->rev_map[two_way->id_map[i]] = static_cast<int64_t>(i);
            }
            dynamic_cast<faiss::IndexBinaryIDMap2&>(other_map).rev_map.clear();
        }
    } else if (auto ivf = dynamic_cast<faiss::IndexBinaryIVF*>(&index)) {
        auto& other_ivf = dynamic_cast<faiss::IndexBinaryIVF&>(other);
        ivf->invlists->merge_from(other_ivf.invlists, static_cast<size_t>(add_id));
        ivf->ntotal += other_ivf.ntotal;
        other_ivf.ntotal = 0;
    } else {
        if (add_id != 0) {
            fail(FAISSNET_INVALID_ARGUMENT, "A flat index numbers its vectors itself: add_id must be 0.");
        }
        auto& flat = dynamic_cast<faiss::IndexBinaryFlat&>(index);
        auto& other_flat = dynamic_cast<faiss::IndexBinaryFlat&>(other);
        flat.add(other_flat.ntotal, other_flat.xb.data());
        other_flat.reset();
    }
}

} // namespace

int32_t faissnet_binary_index_train(faissnet_binary_index* index, int64_t n, const uint8_t* x, int32_t threads) {
    return guarded([&] {
        faissnet_binary_index& handle = need(index, "index");
        need_array(n, x, "n", "x");
        ThreadScope scope(threads);
        handle.index->train(n, x);
    });
}

int32_t faissnet_binary_index_add(faissnet_binary_index* index, int64_t n, const uint8_t* x, int32_t threads) {
    return guarded([&] {
        faissnet_binary_index& handle = need(index, "index");
        need_array(n, x, "n", "x");
        need_trained(*handle.index);
        ThreadScope scope(threads);
        if (n > 0) {
            handle.index->add(n, x);
        }
    });
}

int32_t faissnet_binary_index_add_with_ids(
        faissnet_binary_index* index,
        int64_t n,
        const uint8_t* x,
        const int64_t* ids,
        int32_t threads) {
    return guarded([&] {
        faissnet_binary_index& handle = need(index, "index");
        need_array(n, x, "n", "x");
        need_array(n, ids, "n", "ids");
        need_trained(*handle.index);
        ThreadScope scope(threads);
        if (n > 0) {
            handle.index->add_with_ids(n, x, ids);
        }
    });
}

int32_t faissnet_binary_index_reconstruct(const faissnet_binary_index* index, int64_t id, uint8_t* x) {
    return guarded([&] {
        const faiss::IndexBinary& held = index_of(index);
        reconstruct_node(held, id, &need(x, "x"));
    });
}

int32_t faissnet_binary_index_remove(faissnet_binary_index* index, const faissnet_id_filter* filter, int64_t* removed) {
    return guarded([&] {
        int64_t& result = out(removed, "removed");
        faissnet_binary_index& handle = need(index, "index");
        const faissnet_id_filter& ids = need(filter, "filter");
        bool map = find<faiss::IndexBinaryIDMap>(*handle.index) != nullptr;
        if (map && find<faiss::IndexBinaryIVF>(*handle.index) != nullptr) {
            // The inner index does not number its vectors anew, and the outer one relies on that.
            fail(FAISSNET_UNSUPPORTED, "An IDMap over inverted lists cannot remove; use the ids of the inverted lists instead.");
        }
        result = static_cast<int64_t>(handle.index->remove_ids(*ids.selector));
    });
}

int32_t faissnet_binary_index_reset(faissnet_binary_index* index) {
    return guarded([&] { need(index, "index").index->reset(); });
}

int32_t faissnet_binary_index_merge(faissnet_binary_index* index, faissnet_binary_index* other, int64_t add_id) {
    return guarded([&] {
        faissnet_binary_index& destination = need(index, "index");
        faissnet_binary_index& source = need(other, "other");
        if (&destination == &source) {
            fail(FAISSNET_INVALID_ARGUMENT, "other must be another index.");
        }
        check_merge(*destination.index, *source.index);
        merge_node(*destination.index, *source.index, add_id);
    });
}
