#include "buffer.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <new>

#include "handles.h"

namespace faissnet {

Buffer::~Buffer() {
    std::free(data_);
}

void Buffer::append(const void* bytes, size_t count) {
    if (count == 0) {
        return;
    }
    if (count > capacity_ - size_) {
        size_t capacity = std::max({size_ + count, capacity_ + capacity_ / 2, size_t(4096)});
        void* grown = std::realloc(data_, capacity);
        if (grown == nullptr) {
            throw std::bad_alloc();
        }
        data_ = static_cast<uint8_t*>(grown);
        capacity_ = capacity;
    }
    std::memcpy(data_ + size_, bytes, count);
    size_ += count;
}

uint8_t* Buffer::release() {
    uint8_t* data = data_;
    data_ = nullptr;
    size_ = capacity_ = 0;
    if (data != nullptr) {
        LiveObject::count.fetch_add(1, std::memory_order_relaxed);
    }
    return data;
}

void buffer_free(uint8_t* data) noexcept {
    if (data != nullptr) {
        std::free(data);
        LiveObject::count.fetch_sub(1, std::memory_order_relaxed);
    }
}

} // namespace faissnet
