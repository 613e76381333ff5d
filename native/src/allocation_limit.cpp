#include "allocation_limit.h"

#include <cstdint>
#include <cstdlib>
#include <new>

namespace faissnet {

namespace {

/// What FAISS may build beside the contents of the file: tables of distances between centroids, random number tables, buffers.
constexpr size_t slack = size_t(1) << 30;

thread_local size_t t_limit = SIZE_MAX;

} // namespace

AllocationLimit::AllocationLimit(size_t file_size) {
    t_limit = file_size < SIZE_MAX - slack ? file_size + slack : SIZE_MAX;
}

AllocationLimit::~AllocationLimit() {
    t_limit = SIZE_MAX;
}

} // namespace faissnet

// The C++ runtime is linked into this library and none of its symbols leave it, so this is the library's own operator new only.
void* operator new(size_t size) {
    if (size > faissnet::t_limit) {
        throw std::bad_alloc();
    }
    for (;;) {
        if (void* memory = std::malloc(size != 0 ? size : 1)) {
            return memory;
        }
        std::new_handler handler = std::get_new_handler();
        if (handler == nullptr) {
            throw std::bad_alloc();
        }
        handler();
    }
}

void* operator new[](size_t size) {
    return operator new(size);
}

void operator delete(void* memory) noexcept {
    std::free(memory);
}

void operator delete(void* memory, size_t) noexcept {
    std::free(memory);
}

void operator delete[](void* memory) noexcept {
    std::free(memory);
}

void operator delete[](void* memory, size_t) noexcept {
    std::free(memory);
}
