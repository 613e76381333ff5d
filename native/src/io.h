// Reading and writing index files.
#pragma once

#include <memory>

#include <faiss/Index.h>
#include <faiss/IndexBinary.h>

#include "buffer.h"
#include "faissnet.h"

namespace faissnet {

template <class Base>
std::unique_ptr<Base> load_file(const char* path);

template <class Base>
std::unique_ptr<Base> load_memory(const uint8_t* data, size_t size);

template <class Base>
void save_file(const Base& index, const char* path);

/// Hands the bytes of a file to a function.
template <class Base>
void save_function(const Base& index, faissnet_write_function function, void* context);

template <class Base>
void save_memory(const Base& index, Buffer& buffer);

} // namespace faissnet
