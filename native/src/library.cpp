// What concerns the library as a whole.
#include <string>

#include "buffer.h"
#include "compat.h"
#include "error.h"
#include "handles.h"

namespace faissnet {

std::atomic<int64_t> LiveObject::count{0};

} // namespace faissnet

int32_t faissnet_abi_version(void) {
    return FAISSNET_ABI_VERSION;
}

const char* faissnet_faiss_version(void) {
    return faissnet::compat::version_text();
}

const char* faissnet_compile_options(void) {
    try {
        static const std::string options = faissnet::compat::compile_options();
        return options.c_str();
    } catch (...) {
        return "";
    }
}

const char* faissnet_last_error(void) {
    return faissnet::last_error();
}

int64_t faissnet_live_objects(void) {
    return faissnet::LiveObject::count.load(std::memory_order_relaxed);
}

void faissnet_buffer_free(uint8_t* data) {
    faissnet::buffer_free(data);
}
