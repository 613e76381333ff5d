#include "describe.h"

#include <cstdlib>
#include <map>
#include <memory>
#include <mutex>
#include <typeindex>
#include <typeinfo>

#include <cxxabi.h>

#include <faiss/IndexBinaryIVF.h>
#include <faiss/IndexFastScan.h>
#include <faiss/IndexFlat.h>
#include <faiss/IndexHNSW.h>
#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVFFlat.h>
#include <faiss/IndexIVFFastScan.h>
#include <faiss/IndexIVFPQ.h>
#include <faiss/IndexLSH.h>
#include <faiss/IndexPQ.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/IndexRefine.h>
#include <faiss/IndexScalarQuantizer.h>

namespace faissnet {

namespace {

/// "faiss::IndexIDMap2Template<faiss::Index>" is what its users call IndexIDMap2.
std::string readable(const std::type_info& type) {
    std::unique_ptr<char, void (*)(void*)> text(abi::__cxa_demangle(type.name(), nullptr, nullptr, nullptr), std::free);
    std::string name = text != nullptr ? text.get() : type.name();
    if (name.rfind("faiss::", 0) == 0) {
        name.erase(0, 7);
    }
    size_t bracket = name.find("Template<");
    if (bracket != std::string::npos) {
        bool binary = name.find("IndexBinary", bracket) != std::string::npos;
        name.erase(bracket);
        if (binary) {
            name.replace(0, 5, "IndexBinary");
        }
    }
    return name;
}

const char* class_name_of(const std::type_info& type) {
    static std::mutex mutex;
    static std::map<std::type_index, std::string> names; // a map never moves its strings
    std::lock_guard<std::mutex> lock(mutex);
    auto found = names.find(type);
    if (found == names.end()) {
        found = names.emplace(type, readable(type)).first;
    }
    return found->second.c_str();
}

/// The class name as factory strings shorten it.
std::string short_name(const char* name) {
    std::string text(name);
    if (text.rfind("Index", 0) == 0) {
        text.erase(0, 5);
    }
    return text;
}

std::string pq_text(const faiss::ProductQuantizer& pq) {
    return "PQ" + std::to_string(pq.M) + "x" + std::to_string(pq.nbits);
}

std::string sq_text(const faiss::ScalarQuantizer& sq) {
    static const char* const names[] = {"SQ8", "SQ4", "SQ8uniform", "SQ4uniform", "SQfp16", "SQ8direct", "SQ6"};
    size_t type = static_cast<size_t>(sq.qtype);
    return type < sizeof(names) / sizeof(names[0]) ? names[type] : "SQtype" + std::to_string(type);
}

std::string ivf_code_text(const faiss::IndexIVF& ivf) {
    if (auto pq = dynamic_cast<const faiss::IndexIVFPQ*>(&ivf)) {
        return pq_text(pq->pq);
    }
    if (auto sq = dynamic_cast<const faiss::IndexIVFScalarQuantizer*>(&ivf)) {
        return sq_text(sq->sq);
    }
    if (auto fast = dynamic_cast<const faiss::IndexIVFFastScan*>(&ivf)) {
        return short_name(class_name(ivf)).substr(3) + std::to_string(fast->M) + "x" + std::to_string(fast->nbits);
    }
    return short_name(class_name(ivf)).substr(3); // without "IVF"
}

} // namespace

const char* class_name(const faiss::Index& index) {
    return class_name_of(typeid(index));
}

const char* class_name(const faiss::IndexBinary& index) {
    return class_name_of(typeid(index));
}

std::string describe(const faiss::Index& index) {
    std::string name = short_name(class_name(index));
    if (auto id_map = dynamic_cast<const faiss::IndexIDMap*>(&index)) {
        return name + "(" + describe(*id_map->index) + ")";
    }
    if (auto transform = dynamic_cast<const faiss::IndexPreTransform*>(&index)) {
        return name + "[" + std::to_string(transform->index->d) + "](" + describe(*transform->index) + ")";
    }
    if (auto refine = dynamic_cast<const faiss::IndexRefine*>(&index)) {
        return "Refine(" + describe(*refine->base_index) + "," + describe(*refine->refine_index) + ")";
    }
    if (auto ivf = dynamic_cast<const faiss::IndexIVF*>(&index)) {
        std::string text = "IVF" + std::to_string(ivf->nlist);
        if (dynamic_cast<const faiss::IndexFlat*>(ivf->quantizer) == nullptr) {
            text += "_" + describe(*ivf->quantizer);
        }
        return text + "(" + ivf_code_text(*ivf) + ")";
    }
    if (auto pq = dynamic_cast<const faiss::IndexPQ*>(&index)) {
        return pq_text(pq->pq);
    }
    if (auto sq = dynamic_cast<const faiss::IndexScalarQuantizer*>(&index)) {
        return sq_text(sq->sq);
    }
    if (auto graph = dynamic_cast<const faiss::IndexHNSW*>(&index)) {
        return "HNSW" + std::to_string(graph->hnsw.nb_neighbors(1)) + "(" + describe(*graph->storage) + ")";
    }
    if (dynamic_cast<const faiss::IndexFlat*>(&index) != nullptr) {
        return "Flat";
    }
    if (auto fast = dynamic_cast<const faiss::IndexFastScan*>(&index)) {
        return name + std::to_string(fast->M) + "x" + std::to_string(fast->nbits);
    }
    return name;
}

std::string describe(const faiss::IndexBinary& index) {
    std::string name = short_name(class_name(index));
    if (auto id_map = dynamic_cast<const faiss::IndexBinaryIDMap*>(&index)) {
        return name + "(" + describe(*id_map->index) + ")";
    }
    if (auto ivf = dynamic_cast<const faiss::IndexBinaryIVF*>(&index)) {
        return name + std::to_string(ivf->nlist);
    }
    return name;
}

const char* keep_for_thread(std::string text) {
    thread_local std::string kept;
    kept = std::move(text);
    return kept.c_str();
}

} // namespace faissnet
