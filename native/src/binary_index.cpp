// Lifetime, files and properties of binary indexes.
#include <memory>

#include <faiss/IndexBinaryIVF.h>
#include <faiss/index_factory.h>

#include "access.h"
#include "describe.h"
#include "factory_text.h"
#include "io.h"
#include "wrappers.h"

using namespace faissnet;

int32_t faissnet_binary_index_create(int32_t dimension, const char* factory, faissnet_binary_index** index) {
    return guarded([&] {
        faissnet_binary_index*& result = out(index, "index");
        need_at_least(dimension, 8, "dimension");
        if (dimension % 8 != 0) {
            fail(FAISSNET_INVALID_ARGUMENT, "dimension must be a multiple of 8, not " + std::to_string(dimension) + ".");
        }
        check_factory_text(&need(factory, "factory"));
        result = new faissnet_binary_index(std::unique_ptr<faiss::IndexBinary>(faiss::index_binary_factory(dimension, factory)));
    });
}

void faissnet_binary_index_free(faissnet_binary_index* index) {
    delete index;
}

int32_t faissnet_binary_index_clone(const faissnet_binary_index* index, faissnet_binary_index** copy) {
    return guarded([&] {
        faissnet_binary_index*& result = out(copy, "copy");
        // FAISS 1.7.3 has no cloner for binary indexes; a file holds all of their state.
        Buffer buffer;
        save_memory(index_of(index), buffer);
        result = new faissnet_binary_index(load_memory<faiss::IndexBinary>(buffer.data(), buffer.size()));
    });
}

int32_t faissnet_binary_index_load(const char* path, faissnet_binary_index** index) {
    return guarded([&] {
        faissnet_binary_index*& result = out(index, "index");
        result = new faissnet_binary_index(load_file<faiss::IndexBinary>(&need(path, "path")));
    });
}

int32_t faissnet_binary_index_save(const faissnet_binary_index* index, const char* path) {
    return guarded([&] {
        const faiss::IndexBinary& held = index_of(index);
        save_file(held, &need(path, "path"));
    });
}

int32_t faissnet_binary_index_load_from_memory(const uint8_t* data, int64_t size, faissnet_binary_index** index) {
    return guarded([&] {
        faissnet_binary_index*& result = out(index, "index");
        need_array(size, data, "size", "data");
        result = new faissnet_binary_index(load_memory<faiss::IndexBinary>(data, static_cast<size_t>(size)));
    });
}

int32_t faissnet_binary_index_save_to_memory(const faissnet_binary_index* index, uint8_t** data, int64_t* size) {
    return guarded([&] {
        uint8_t*& data_out = out(data, "data");
        int64_t& size_out = out(size, "size");
        Buffer buffer;
        save_memory(index_of(index), buffer);
        size_out = static_cast<int64_t>(buffer.size());
        data_out = buffer.release();
    });
}

int32_t faissnet_binary_index_write(const faissnet_binary_index* index, faissnet_write_function write, void* context) {
    return guarded([&] {
        const faiss::IndexBinary& binary = index_of(index);
        need(write, "write");
        save_function(binary, write, context);
    });
}

int32_t faissnet_binary_index_dimension(const faissnet_binary_index* index, int32_t* dimension) {
    return guarded([&] {
        int32_t& result = out(dimension, "dimension");
        result = static_cast<int32_t>(index_of(index).d);
    });
}

int32_t faissnet_binary_index_count(const faissnet_binary_index* index, int64_t* count) {
    return guarded([&] {
        int64_t& result = out(count, "count");
        result = index_of(index).ntotal;
    });
}

int32_t faissnet_binary_index_is_trained(const faissnet_binary_index* index, int32_t* is_trained) {
    return guarded([&] {
        int32_t& result = out(is_trained, "is_trained");
        result = index_of(index).is_trained ? 1 : 0;
    });
}

int32_t faissnet_binary_index_code_size(const faissnet_binary_index* index, int64_t* size) {
    return guarded([&] {
        int64_t& result = out(size, "size");
        result = index_of(index).code_size;
    });
}

int32_t faissnet_binary_index_nlist(const faissnet_binary_index* index, int64_t* nlist) {
    return guarded([&] {
        int64_t& result = out(nlist, "nlist");
        auto ivf = find<faiss::IndexBinaryIVF>(index_of(index));
        result = ivf != nullptr ? static_cast<int64_t>(ivf->nlist) : 0;
    });
}

int32_t faissnet_binary_index_get_nprobe(const faissnet_binary_index* index, int64_t* nprobe) {
    return guarded([&] {
        int64_t& result = out(nprobe, "nprobe");
        auto ivf = find<faiss::IndexBinaryIVF>(index_of(index));
        result = ivf != nullptr ? static_cast<int64_t>(ivf->nprobe) : 0;
    });
}

int32_t faissnet_binary_index_set_nprobe(faissnet_binary_index* index, int64_t nprobe) {
    return guarded([&] {
        auto& ivf = require<faiss::IndexBinaryIVF>(index_of(index), "inverted lists");
        need_at_least(nprobe, 1, "nprobe");
        const_cast<faiss::IndexBinaryIVF&>(ivf).nprobe = static_cast<size_t>(nprobe);
    });
}

int32_t faissnet_binary_index_kind(const faissnet_binary_index* index, const char** kind) {
    return guarded([&] {
        const char*& result = out(kind, "kind");
        result = class_name(index_of(index));
    });
}

int32_t faissnet_binary_index_description(const faissnet_binary_index* index, const char** description) {
    return guarded([&] {
        const char*& result = out(description, "description");
        result = keep_for_thread(describe(index_of(index)));
    });
}
