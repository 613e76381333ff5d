// Lifetime and files of float indexes.
#include <memory>
#include <typeinfo>

#include <faiss/IndexIVFFastScan.h>
#include <faiss/IndexNSG.h>
#include <faiss/index_factory.h>

#include "check.h"
#include "compat.h"
#include "describe.h"
#include "factory_text.h"
#include "handles.h"
#include "io.h"
#include "wrappers.h"

using namespace faissnet;

namespace {

/// Keeps a search with another nprobe from being seen while an index is written or copied.
class Quiet {
public:
    explicit Quiet(const faissnet_index& handle) {
        if (auto ivf = find<faiss::IndexIVFFastScan>(*handle.index)) {
            hold_ = std::make_unique<NprobeGate::Hold>(handle.gate, *ivf, 0);
        }
    }

private:
    std::unique_ptr<NprobeGate::Hold> hold_;
};

/// FAISS's cloner follows the graph of an NSG index also where there is none yet.
bool is_clonable(const faiss::Index& index) {
    auto nsg = find<faiss::IndexNSG>(index);
    return nsg == nullptr || nsg->nsg.final_graph != nullptr;
}

std::unique_ptr<faiss::Index> clone(const faiss::Index& index) {
    std::unique_ptr<faiss::Index> copy = is_clonable(index) ? compat::try_clone(index) : nullptr;
    // FAISS's cloner knows a derived class by its base where it was forgotten; the description tells.
    if (copy == nullptr || typeid(*copy) != typeid(index) || describe(*copy) != describe(index)) {
        Buffer buffer;
        save_memory(index, buffer);
        size_t size = buffer.size();
        copy = load_memory<faiss::Index>(buffer.data(), size);
    }
    return copy;
}

} // namespace

int32_t faissnet_index_create(int32_t dimension, const char* factory, int32_t metric, faissnet_index** index) {
    return guarded([&] {
        faissnet_index*& result = out(index, "index");
        need_at_least(dimension, 1, "dimension");
        check_factory_text(&need(factory, "factory"));
        if (!compat::is_metric(metric)) {
            fail(FAISSNET_INVALID_ARGUMENT, "metric " + std::to_string(metric) + " is none that FAISS knows.");
        }
        result = new faissnet_index(
                std::unique_ptr<faiss::Index>(faiss::index_factory(dimension, factory, static_cast<faiss::MetricType>(metric))));
    });
}

void faissnet_index_free(faissnet_index* index) {
    delete index;
}

int32_t faissnet_index_clone(const faissnet_index* index, faissnet_index** copy) {
    return guarded([&] {
        faissnet_index*& result = out(copy, "copy");
        const faissnet_index& handle = need(index, "index");
        Quiet quiet(handle);
        result = new faissnet_index(clone(*handle.index));
    });
}

int32_t faissnet_index_load(const char* path, faissnet_index** index) {
    return guarded([&] {
        faissnet_index*& result = out(index, "index");
        result = new faissnet_index(load_file<faiss::Index>(&need(path, "path")));
    });
}

int32_t faissnet_index_save(const faissnet_index* index, const char* path) {
    return guarded([&] {
        const faissnet_index& handle = need(index, "index");
        need(path, "path");
        Quiet quiet(handle);
        save_file(*handle.index, path);
    });
}

int32_t faissnet_index_write(const faissnet_index* index, faissnet_write_function write, void* context) {
    return guarded([&] {
        const faissnet_index& handle = need(index, "index");
        need(write, "write");
        Quiet quiet(handle);
        save_function(*handle.index, write, context);
    });
}

int32_t faissnet_index_load_from_memory(const uint8_t* data, int64_t size, faissnet_index** index) {
    return guarded([&] {
        faissnet_index*& result = out(index, "index");
        need_array(size, data, "size", "data");
        result = new faissnet_index(load_memory<faiss::Index>(data, static_cast<size_t>(size)));
    });
}

int32_t faissnet_index_save_to_memory(const faissnet_index* index, uint8_t** data, int64_t* size) {
    return guarded([&] {
        uint8_t*& data_out = out(data, "data");
        int64_t& size_out = out(size, "size");
        const faissnet_index& handle = need(index, "index");
        Quiet quiet(handle);
        Buffer buffer;
        save_memory(*handle.index, buffer);
        size_out = static_cast<int64_t>(buffer.size());
        data_out = buffer.release();
    });
}
