#include "reading_scope.h"

#include <cstdint>
#include <cstdlib>
#include <new>

#include "compat.h"

namespace faissnet {

namespace {

/// What FAISS may build beside the contents of the file: tables of distances between centroids, buffers.
constexpr size_t slack = size_t(1) << 30;

/// A set of pointers with open addressing, in memory of its own, since it lives inside operator new.
class PointerSet {
public:
    ~PointerSet() {
        clear();
    }

    void insert(void* pointer) noexcept {
        if (2 * (used_ + 1) > capacity_ && !grow()) {
            return; // then this one is not reclaimed
        }
        place(pointer);
    }

    void erase(void* pointer) noexcept {
        if (capacity_ == 0) {
            return;
        }
        size_t at = slot(pointer);
        if (slots_[at] != pointer) {
            return;
        }
        // Close the gap, so that what was pushed past it stays reachable.
        size_t gap = at;
        for (size_t next = (at + 1) & (capacity_ - 1); slots_[next] != nullptr; next = (next + 1) & (capacity_ - 1)) {
            size_t home = hash(slots_[next]);
            if (((next - home) & (capacity_ - 1)) >= ((next - gap) & (capacity_ - 1))) {
                slots_[gap] = slots_[next];
                gap = next;
            }
        }
        slots_[gap] = nullptr;
        used_--;
    }

    void free_all() noexcept {
        for (size_t i = 0; i < capacity_; i++) {
            std::free(slots_[i]);
        }
        clear();
    }

    void clear() noexcept {
        std::free(slots_);
        slots_ = nullptr;
        capacity_ = used_ = 0;
    }

private:
    size_t hash(void* pointer) const noexcept {
        return (reinterpret_cast<uintptr_t>(pointer) >> 4) * UINT64_C(0x9e3779b97f4a7c15) >> 20 & (capacity_ - 1);
    }

    /// Where a pointer is, or would go.
    size_t slot(void* pointer) const noexcept {
        size_t at = hash(pointer);
        while (slots_[at] != nullptr && slots_[at] != pointer) {
            at = (at + 1) & (capacity_ - 1);
        }
        return at;
    }

    void place(void* pointer) noexcept {
        slots_[slot(pointer)] = pointer;
        used_++;
    }

    bool grow() noexcept {
        PointerSet larger;
        larger.capacity_ = capacity_ == 0 ? 256 : 2 * capacity_;
        larger.slots_ = static_cast<void**>(std::calloc(larger.capacity_, sizeof(void*)));
        if (larger.slots_ == nullptr) {
            larger.capacity_ = 0;
            return false;
        }
        for (size_t i = 0; i < capacity_; i++) {
            if (slots_[i] != nullptr) {
                larger.place(slots_[i]);
            }
        }
        std::free(slots_);
        slots_ = larger.slots_;
        capacity_ = larger.capacity_;
        larger.slots_ = nullptr;
        larger.capacity_ = 0;
        return true;
    }

    void** slots_ = nullptr;
    size_t capacity_ = 0; // a power of two, at most half used
    size_t used_ = 0;
};

thread_local size_t t_limit = SIZE_MAX;
thread_local PointerSet t_allocated;
/// Whether allocations are noted, and whether deallocations have to be.
thread_local bool t_noting = false;
thread_local bool t_watching = false;

} // namespace

ReadingScope::ReadingScope(size_t file_size) {
    t_limit = file_size < SIZE_MAX - slack ? file_size + slack : SIZE_MAX;
    t_noting = t_watching = compat::reader_leaks();
}

void ReadingScope::stop() noexcept {
    t_limit = SIZE_MAX;
    t_noting = false;
}

void ReadingScope::accept() noexcept {
    stop();
    t_watching = false;
    t_allocated.clear();
}

ReadingScope::~ReadingScope() {
    stop();
    t_watching = false;
    t_allocated.free_all();
}

} // namespace faissnet

// The C++ runtime is linked into this library and none of its symbols leave it, so these serve the library alone.
void* operator new(size_t size) {
    if (size > faissnet::t_limit) {
        throw std::bad_alloc();
    }
    void* memory = std::malloc(size != 0 ? size : 1);
    if (memory == nullptr) {
        throw std::bad_alloc();
    }
    if (faissnet::t_noting) {
        faissnet::t_allocated.insert(memory);
    }
    return memory;
}

void* operator new[](size_t size) {
    return operator new(size);
}

void operator delete(void* memory) noexcept {
    if (faissnet::t_watching && memory != nullptr) {
        faissnet::t_allocated.erase(memory);
    }
    std::free(memory);
}

void operator delete(void* memory, size_t) noexcept {
    operator delete(memory);
}

void operator delete[](void* memory) noexcept {
    operator delete(memory);
}

void operator delete[](void* memory, size_t) noexcept {
    operator delete(memory);
}
