// Names and descriptions of indexes.
#pragma once

#include <string>

#include <faiss/Index.h>
#include <faiss/IndexBinary.h>

namespace faissnet {

/// The name of the object's FAISS class; the string lives as long as the process.
const char* class_name(const faiss::Index& index);
const char* class_name(const faiss::IndexBinary& index);

/// The index and what is nested in it.
std::string describe(const faiss::Index& index);
std::string describe(const faiss::IndexBinary& index);

/// Keeps a description for the calling thread until its next one.
const char* keep_for_thread(std::string text);

} // namespace faissnet
