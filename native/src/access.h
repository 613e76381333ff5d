// Reaching the FAISS index behind a handle.
#pragma once

#include <string>

#include "check.h"
#include "handles.h"

namespace faissnet {

inline const faiss::Index& index_of(const faissnet_index* handle) {
    return *need(handle, "index").index;
}

inline const faiss::IndexBinary& index_of(const faissnet_binary_index* handle) {
    return *need(handle, "index").index;
}

template <class Base>
void need_trained(const Base& index) {
    if (!index.is_trained) {
        fail(FAISSNET_NOT_TRAINED, "The index must be trained first.");
    }
}

} // namespace faissnet
