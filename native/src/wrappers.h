// Finding the parts of nested indexes.
#pragma once

#include <faiss/Index.h>
#include <faiss/IndexBinary.h>

#include "error.h"

namespace faissnet {

/// The index directly inside a wrapper (IDMap, PreTransform, the base of Refine, the storage of HNSW), or null.
const faiss::Index* inner(const faiss::Index& index);

/// The index directly inside a binary wrapper (IDMap), or null.
const faiss::IndexBinary* inner(const faiss::IndexBinary& index);

/// The outermost index of type T, or null.
template <class T, class Base>
const T* find(const Base& index) {
    for (const Base* at = &index; at != nullptr; at = inner(*at)) {
        if (const T* found = dynamic_cast<const T*>(at)) {
            return found;
        }
    }
    return nullptr;
}

/// The outermost index of type T; it is unsupported to have none.
template <class T, class Base>
const T& require(const Base& index, const char* what) {
    const T* found = find<T>(index);
    if (found == nullptr) {
        fail(FAISSNET_UNSUPPORTED, std::string("The index has no ") + what + ".");
    }
    return *found;
}

} // namespace faissnet
