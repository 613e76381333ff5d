// Id filters, and filters seen through the numbering of an IDMap index.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include <faiss/impl/IDSelector.h>

namespace faissnet {

/// Positions whose external id passes another filter.
class TranslatedSelector : public faiss::IDSelector {
public:
    TranslatedSelector(const std::vector<int64_t>& id_map, const faiss::IDSelector& ids) : id_map_(id_map), ids_(ids) {}

    bool is_member(int64_t position) const override {
        return ids_.is_member(id_map_[static_cast<size_t>(position)]);
    }

private:
    const std::vector<int64_t>& id_map_;
    const faiss::IDSelector& ids_;
};

} // namespace faissnet
