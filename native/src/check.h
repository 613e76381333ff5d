// Argument checks. Each throws a Failure whose message names the argument as the header does.
#pragma once

#include <cstdint>
#include <string>

#include "error.h"

namespace faissnet {

/// An out-parameter: must not be null; is zeroed at once so that it is defined after a failure too.
template <class T>
T& out(T* parameter, const char* name) {
    if (parameter == nullptr) {
        fail(FAISSNET_INVALID_ARGUMENT, std::string(name) + " must not be null.");
    }
    *parameter = T();
    return *parameter;
}

template <class T>
T& need(T* parameter, const char* name) {
    if (parameter == nullptr) {
        fail(FAISSNET_INVALID_ARGUMENT, std::string(name) + " must not be null.");
    }
    return *parameter;
}

/// n items at an array: n must not be negative, and the array not null unless n is 0.
template <class T>
void need_array(int64_t n, const T* items, const char* count_name, const char* name) {
    if (n < 0) {
        fail(FAISSNET_INVALID_ARGUMENT, std::string(count_name) + " must be 0 or more, not " + std::to_string(n) + ".");
    }
    if (n > 0) {
        need(items, name);
    }
}

inline void need_at_least(int64_t value, int64_t least, const char* name) {
    if (value < least) {
        fail(FAISSNET_INVALID_ARGUMENT,
             std::string(name) + " must be at least " + std::to_string(least) + ", not " + std::to_string(value) + ".");
    }
}

/// A caller's array of a given capacity that must hold a given number of items.
template <class T>
void need_capacity(T* items, int64_t capacity, int64_t needed, const char* name) {
    if (capacity < needed) {
        fail(FAISSNET_INVALID_ARGUMENT,
             std::string(name) + " must hold " + std::to_string(needed) + " items, but capacity is " + std::to_string(capacity) + ".");
    }
    if (needed > 0) {
        need(items, name);
    }
}

} // namespace faissnet
