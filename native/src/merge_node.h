// Merging nested indexes. FAISS 1.7.3 forgets the count of an emptied PreTransform, gives the vectors of merged lists under an IDMap
// the positions of others, and does not merge Refine; so the library walks the wrappers itself.
#pragma once

#include <faiss/Index.h>

namespace faissnet {

/// Fails if two indexes cannot be merged; changes nothing.
void check_merge(const faiss::Index& index, const faiss::Index& other);

/// Moves the contents of other into index; both have passed check_merge.
void merge_node(faiss::Index& index, faiss::Index& other, int64_t add_id);

} // namespace faissnet
