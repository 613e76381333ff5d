#include "wrappers.h"

#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVFFastScan.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/IndexRefine.h>

#include "handles.h"

namespace faissnet {

const faiss::Index* inner(const faiss::Index& index) {
    if (auto id_map = dynamic_cast<const faiss::IndexIDMap*>(&index)) {
        return id_map->index;
    }
    if (auto transform = dynamic_cast<const faiss::IndexPreTransform*>(&index)) {
        return transform->index;
    }
    if (auto refine = dynamic_cast<const faiss::IndexRefine*>(&index)) {
        return refine->base_index;
    }
    if (auto graph = dynamic_cast<const faiss::IndexHNSW*>(&index)) {
        return graph->storage;
    }
    return nullptr;
}

const faiss::IndexBinary* inner(const faiss::IndexBinary& index) {
    if (auto id_map = dynamic_cast<const faiss::IndexBinaryIDMap*>(&index)) {
        return id_map->index;
    }
    return nullptr;
}

bool is_plain(const faiss::Index& index) {
    return inner(index) == nullptr && dynamic_cast<const faiss::IndexIVFFastScan*>(&index) == nullptr &&
            dynamic_cast<const faiss::IndexFlat*>(&index) == nullptr;
}

} // namespace faissnet
