// FAISS's reader allocates, and touches, whatever an index file claims to contain before it reads it: a few wrong bytes can ask for a
// terabyte. While an index is read, single allocations of the reading thread are limited by what the file could fill.
#pragma once

#include <cstddef>

namespace faissnet {

class AllocationLimit {
public:
    explicit AllocationLimit(size_t file_size);
    ~AllocationLimit();
    AllocationLimit(const AllocationLimit&) = delete;
    AllocationLimit& operator=(const AllocationLimit&) = delete;
};

} // namespace faissnet
