// Bytes that the library gives away.
#pragma once

#include <cstddef>
#include <cstdint>

namespace faissnet {

/// Bytes that grow while they are written, and are handed to the caller without a copy.
class Buffer {
public:
    Buffer() = default;
    ~Buffer();
    Buffer(const Buffer&) = delete;
    Buffer& operator=(const Buffer&) = delete;

    void append(const void* bytes, size_t count);

    const uint8_t* data() const {
        return data_;
    }

    size_t size() const {
        return size_;
    }

    /// Gives the bytes away; they count as a live object until buffer_free.
    uint8_t* release();

private:
    uint8_t* data_ = nullptr;
    size_t size_ = 0;
    size_t capacity_ = 0;
};

void buffer_free(uint8_t* data) noexcept;

} // namespace faissnet
