// What FAISS's reader does to memory, kept within bounds. It allocates, and touches, whatever an index file claims to contain before it
// reads it: a few wrong bytes can ask for a terabyte. And in 1.7 it forgets what it has read when the rest of the file disappoints.
#pragma once

#include <cstddef>

namespace faissnet {

/// While it lives, single allocations of this thread are limited by what the file could fill; and if the reading is not accepted, what
/// this thread allocated and nobody freed is freed at the end. Objects that threw must be gone by then.
class ReadingScope {
public:
    explicit ReadingScope(size_t file_size);
    ~ReadingScope();
    ReadingScope(const ReadingScope&) = delete;
    ReadingScope& operator=(const ReadingScope&) = delete;

    /// Ends the limit; from here on allocations are not part of the reading.
    void stop() noexcept;

    /// Everything that was read has an owner.
    void accept() noexcept;
};

} // namespace faissnet
