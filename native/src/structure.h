// Checks that an index read from a file is consistent where FAISS's reader does not look and its searches would run off an array.
#pragma once

#include <faiss/Index.h>
#include <faiss/IndexBinary.h>

namespace faissnet {

void check_structure(const faiss::Index& index);
void check_structure(const faiss::IndexBinary& index);

} // namespace faissnet
