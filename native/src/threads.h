// The number of OpenMP threads of one call.
#pragma once

#include <cstdint>

namespace faissnet {

/// Sets the calling thread's number of OpenMP threads for its lifetime; 0 leaves it alone.
class ThreadScope {
public:
    explicit ThreadScope(int32_t threads);
    ~ThreadScope();
    ThreadScope(const ThreadScope&) = delete;
    ThreadScope& operator=(const ThreadScope&) = delete;

private:
    int previous_ = 0;
};

} // namespace faissnet
