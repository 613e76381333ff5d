// Hamming distance of packed bits.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

namespace faissnet {

inline int32_t hamming(const uint8_t* a, const uint8_t* b, size_t size) {
    int32_t distance = 0;
    size_t i = 0;
    for (; i + 8 <= size; i += 8) {
        uint64_t x;
        uint64_t y;
        std::memcpy(&x, a + i, 8);
        std::memcpy(&y, b + i, 8);
        distance += __builtin_popcountll(x ^ y);
    }
    for (; i < size; i++) {
        distance += __builtin_popcount(static_cast<unsigned>(a[i] ^ b[i]));
    }
    return distance;
}

} // namespace faissnet
