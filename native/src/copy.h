// Copying state to a caller's array.
#pragma once

#include <cstring>

#include "check.h"

namespace faissnet {

template <class T>
void copy(const T* from, size_t count, T* to, int64_t capacity, const char* name) {
    need_capacity(to, capacity, static_cast<int64_t>(count), name);
    if (count > 0) {
        std::memcpy(to, from, count * sizeof(T));
    }
}

inline size_t checked_list(int64_t list_no, size_t nlist) {
    if (list_no < 0 || list_no >= static_cast<int64_t>(nlist)) {
        fail(FAISSNET_INVALID_ARGUMENT,
             "list_no must be between 0 and " + std::to_string(nlist - 1) + ", not " + std::to_string(list_no) + ".");
    }
    return static_cast<size_t>(list_no);
}

} // namespace faissnet
