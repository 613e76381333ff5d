#include "merge_node.h"

#include <typeinfo>

#include <faiss/IndexFlat.h>
#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexIVFFastScan.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/IndexRefine.h>
#include <faiss/VectorTransform.h>

#include "compat.h"
#include "describe.h"
#include "wrappers.h"

namespace faissnet {

namespace {

/// What has to be added to the ids of vectors that are known by position: inverted lists store the position as the id.
int64_t position_offset(const faiss::Index& index) {
    return find<faiss::IndexIVF>(index) != nullptr ? index.ntotal : 0;
}

template <class T>
bool both(const faiss::Index& index, const faiss::Index& other) {
    return dynamic_cast<const T*>(&index) != nullptr && dynamic_cast<const T*>(&other) != nullptr;
}

/// A file gives IndexFlatL2 and IndexRefineFlat back for what the factory made as IndexFlat and IndexRefine.
bool same_kind(const faiss::Index& index, const faiss::Index& other) {
    return typeid(index) == typeid(other) || both<faiss::IndexFlat>(index, other) || both<faiss::IndexRefine>(index, other);
}

} // namespace

void check_merge(const faiss::Index& index, const faiss::Index& other) {
    if (!same_kind(index, other) || index.d != other.d || index.metric_type != other.metric_type) {
        fail(FAISSNET_INVALID_ARGUMENT, "Cannot merge " + describe(other) + " into " + describe(index) + ": they differ in kind.");
    }
    if (auto id_map = dynamic_cast<const faiss::IndexIDMap*>(&index)) {
        check_merge(*id_map->index, *dynamic_cast<const faiss::IndexIDMap&>(other).index);
    } else if (auto transform = dynamic_cast<const faiss::IndexPreTransform*>(&index)) {
        auto& other_transform = dynamic_cast<const faiss::IndexPreTransform&>(other);
        if (transform->chain.size() != other_transform.chain.size()) {
            fail(FAISSNET_INVALID_ARGUMENT, "Cannot merge: the transforms differ.");
        }
        for (size_t i = 0; i < transform->chain.size(); i++) {
            transform->chain[i]->check_identical(*other_transform.chain[i]);
        }
        check_merge(*transform->index, *other_transform.index);
    } else if (auto refine = dynamic_cast<const faiss::IndexRefine*>(&index)) {
        auto& other_refine = dynamic_cast<const faiss::IndexRefine&>(other);
        check_merge(*refine->base_index, *other_refine.base_index);
        check_merge(*refine->refine_index, *other_refine.refine_index);
    } else if (dynamic_cast<const faiss::IndexFlat*>(&index) == nullptr) {
        if (dynamic_cast<const faiss::IndexIVFFastScan*>(&index) != nullptr && !compat::fast_scan_ivf_can_change()) {
            fail(FAISSNET_UNSUPPORTED, "4-bit fast-scan lists cannot be merged in this release of FAISS.");
        }
        index.check_compatible_for_merge(other);
    }
}

void merge_node(faiss::Index& index, faiss::Index& other, int64_t add_id) {
    if (auto id_map = dynamic_cast<faiss::IndexIDMap*>(&index)) {
        auto& other_map = dynamic_cast<faiss::IndexIDMap&>(other);
        size_t previous = id_map->id_map.size();
        id_map->id_map.reserve(previous + other_map.id_map.size());
        merge_node(*id_map->index, *other_map.index, position_offset(*id_map->index));
        for (int64_t id : other_map.id_map) {
            id_map->id_map.push_back(id + add_id);
        }
        other_map.id_map.clear();
        id_map->ntotal = id_map->index->ntotal;
        other_map.ntotal = 0;
        if (auto two_way = dynamic_cast<faiss::IndexIDMap2*>(id_map)) {
            for (size_t i = previous; i < two_way->id_map.size(); i++) {
                two_way->rev_map[two_way->id_map[i]] = static_cast<int64_t>(i);
            }
            dynamic_cast<faiss::IndexIDMap2&>(other_map).rev_map.clear();
        }
    } else if (auto transform = dynamic_cast<faiss::IndexPreTransform*>(&index)) {
        auto& other_transform = dynamic_cast<faiss::IndexPreTransform&>(other);
        merge_node(*transform->index, *other_transform.index, add_id);
        transform->ntotal = transform->index->ntotal;
        other_transform.ntotal = other_transform.index->ntotal;
    } else if (auto refine = dynamic_cast<faiss::IndexRefine*>(&index)) {
        if (add_id != 0 && add_id != index.ntotal) {
            fail(FAISSNET_INVALID_ARGUMENT, "A Refine index numbers its vectors itself: add_id must be 0.");
        }
        auto& other_refine = dynamic_cast<faiss::IndexRefine&>(other);
        merge_node(*refine->base_index, *other_refine.base_index, position_offset(*refine->base_index));
        merge_node(*refine->refine_index, *other_refine.refine_index, position_offset(*refine->refine_index));
        refine->ntotal = refine->refine_index->ntotal;
        other_refine.ntotal = 0;
    } else if (auto other_flat = dynamic_cast<faiss::IndexFlat*>(&other)) {
        if (add_id != 0) {
            fail(FAISSNET_INVALID_ARGUMENT, "A flat index numbers its vectors itself: add_id must be 0.");
        }
        index.add(other_flat->ntotal, other_flat->get_xb());
        other_flat->reset();
    } else {
        index.merge_from(other, add_id);
    }
}

} // namespace faissnet
