// What changes the contents of float indexes.
#include <memory>
#include <vector>

#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexIVFFastScan.h>

#include "access.h"
#include "compat.h"
#include "merge_node.h"
#include "threads.h"
#include "wrappers.h"

using namespace faissnet;

namespace {

/// A hash-table direct map only removes ids that are listed.
int64_t remove_listed(faiss::Index& index, const faiss::IndexIVF& ivf, const faiss::IDSelector& selector) {
    std::vector<int64_t> ids;
    for (const auto& entry : ivf.direct_map.hashtable) {
        if (selector.is_member(entry.first)) {
            ids.push_back(entry.first);
        }
    }
    return static_cast<int64_t>(index.remove_ids(faiss::IDSelectorArray(ids.size(), ids.data())));
}

int64_t remove(faiss::Index& index, const faiss::IDSelector& selector) {
    const faiss::IndexIVF* ivf = find<faiss::IndexIVF>(index);
    if (ivf != nullptr && find<faiss::IndexIDMap>(index) != nullptr) {
        // The inner index does not number its vectors anew, and the outer one relies on that.
        fail(FAISSNET_UNSUPPORTED, "An IDMap over inverted lists cannot remove; use the ids of the inverted lists instead.");
    }
    if (dynamic_cast<const faiss::IndexIVFFastScan*>(ivf) != nullptr && !compat::fast_scan_ivf_can_change()) {
        fail(FAISSNET_UNSUPPORTED, "4-bit fast-scan lists cannot remove in this release of FAISS.");
    }
    if (ivf != nullptr && ivf->direct_map.type == faiss::DirectMap::Hashtable) {
        return remove_listed(index, *ivf, selector);
    }
    return static_cast<int64_t>(index.remove_ids(selector));
}

} // namespace

int32_t faissnet_index_train(faissnet_index* index, int64_t n, const float* x, int32_t threads) {
    return guarded([&] {
        faissnet_index& handle = need(index, "index");
        need_array(n, x, "n", "x");
        ThreadScope scope(threads);
        handle.index->train(n, x);
    });
}

int32_t faissnet_index_add(faissnet_index* index, int64_t n, const float* x, int32_t threads) {
    return guarded([&] {
        faissnet_index& handle = need(index, "index");
        need_array(n, x, "n", "x");
        need_trained(*handle.index);
        ThreadScope scope(threads);
        if (n > 0) {
            handle.index->add(n, x);
        }
    });
}

int32_t faissnet_index_add_with_ids(faissnet_index* index, int64_t n, const float* x, const int64_t* ids, int32_t threads) {
    return guarded([&] {
        faissnet_index& handle = need(index, "index");
        need_array(n, x, "n", "x");
        need_array(n, ids, "n", "ids");
        need_trained(*handle.index);
        ThreadScope scope(threads);
        if (n > 0) {
            handle.index->add_with_ids(n, x, ids);
        }
    });
}

int32_t faissnet_index_remove(faissnet_index* index, const faissnet_id_filter* filter, int64_t* removed) {
    return guarded([&] {
        int64_t& result = out(removed, "removed");
        faissnet_index& handle = need(index, "index");
        const faissnet_id_filter& ids = need(filter, "filter");
        result = remove(*handle.index, *ids.selector);
    });
}

int32_t faissnet_index_reset(faissnet_index* index) {
    return guarded([&] { need(index, "index").index->reset(); });
}

int32_t faissnet_index_merge(faissnet_index* index, faissnet_index* other, int64_t add_id) {
    return guarded([&] {
        faissnet_index& destination = need(index, "index");
        faissnet_index& source = need(other, "other");
        if (&destination == &source) {
            fail(FAISSNET_INVALID_ARGUMENT, "other must be another index.");
        }
        check_merge(*destination.index, *source.index);
        merge_node(*destination.index, *source.index, add_id);
    });
}
