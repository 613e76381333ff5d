// FAISS 1.7.3 lacks "and" and "or", and its combinations and its bitmap borrow what they are made of, which a handle must not. So the
// filters are the library's own. All are immutable, hence safe to share between threads.
#include "id_filter.h"

#include <algorithm>

#include "check.h"
#include "handles.h"

namespace faissnet {

namespace {

using Selector = std::shared_ptr<const faiss::IDSelector>;

class RangeSelector : public faiss::IDSelector {
public:
    RangeSelector(int64_t first, int64_t end) : first_(first), end_(end) {}

    bool is_member(int64_t id) const override {
        return id >= first_ && id < end_;
    }

private:
    int64_t first_;
    int64_t end_;
};

/// FAISS's hash set with a bloom filter in front of it; it copies the ids.
class SetSelector : public faiss::IDSelector {
public:
    SetSelector(int64_t n, const int64_t* ids) : batch_(static_cast<size_t>(n), ids) {}

    bool is_member(int64_t id) const override {
        return batch_.is_member(id);
    }

private:
    faiss::IDSelectorBatch batch_;
};

class BitmapSelector : public faiss::IDSelector {
public:
    BitmapSelector(int64_t size, const uint8_t* bitmap) : bits_(bitmap, bitmap + size) {}

    bool is_member(int64_t id) const override {
        uint64_t bit = static_cast<uint64_t>(id); // a negative id becomes too large
        return bit / 8 < bits_.size() && ((bits_[bit / 8] >> (bit % 8)) & 1) != 0;
    }

private:
    std::vector<uint8_t> bits_;
};

class NotSelector : public faiss::IDSelector {
public:
    explicit NotSelector(Selector other) : other_(std::move(other)) {}

    bool is_member(int64_t id) const override {
        return !other_->is_member(id);
    }

private:
    Selector other_;
};

class AndSelector : public faiss::IDSelector {
public:
    AndSelector(Selector left, Selector right) : left_(std::move(left)), right_(std::move(right)) {}

    bool is_member(int64_t id) const override {
        return left_->is_member(id) && right_->is_member(id);
    }

private:
    Selector left_;
    Selector right_;
};

class OrSelector : public faiss::IDSelector {
public:
    OrSelector(Selector left, Selector right) : left_(std::move(left)), right_(std::move(right)) {}

    bool is_member(int64_t id) const override {
        return left_->is_member(id) || right_->is_member(id);
    }

private:
    Selector left_;
    Selector right_;
};

class PredicateSelector : public faiss::IDSelector {
public:
    PredicateSelector(faissnet_id_predicate predicate, void* context) : predicate_(predicate), context_(context) {}

    bool is_member(int64_t id) const override {
        return predicate_(context_, id) != 0;
    }

private:
    faissnet_id_predicate predicate_;
    void* context_;
};

template <class T, class... Arguments>
faissnet_id_filter* make(Arguments&&... arguments) {
    return new faissnet_id_filter(std::make_shared<const T>(std::forward<Arguments>(arguments)...));
}

} // namespace

} // namespace faissnet

using namespace faissnet;

int32_t faissnet_id_filter_range(int64_t first, int64_t end, faissnet_id_filter** filter) {
    return guarded([&] { out(filter, "filter") = make<RangeSelector>(first, end); });
}

int32_t faissnet_id_filter_set(int64_t n, const int64_t* ids, faissnet_id_filter** filter) {
    return guarded([&] {
        auto& result = out(filter, "filter");
        need_array(n, ids, "n", "ids");
        result = make<SetSelector>(n, ids);
    });
}

int32_t faissnet_id_filter_bitmap(int64_t size, const uint8_t* bitmap, faissnet_id_filter** filter) {
    return guarded([&] {
        auto& result = out(filter, "filter");
        need_array(size, bitmap, "size", "bitmap");
        result = make<BitmapSelector>(size, bitmap);
    });
}

int32_t faissnet_id_filter_not(const faissnet_id_filter* other, faissnet_id_filter** filter) {
    return guarded([&] {
        auto& result = out(filter, "filter");
        result = make<NotSelector>(need(other, "other").selector);
    });
}

int32_t faissnet_id_filter_and(const faissnet_id_filter* left, const faissnet_id_filter* right, faissnet_id_filter** filter) {
    return guarded([&] {
        auto& result = out(filter, "filter");
        result = make<AndSelector>(need(left, "left").selector, need(right, "right").selector);
    });
}

int32_t faissnet_id_filter_or(const faissnet_id_filter* left, const faissnet_id_filter* right, faissnet_id_filter** filter) {
    return guarded([&] {
        auto& result = out(filter, "filter");
        result = make<OrSelector>(need(left, "left").selector, need(right, "right").selector);
    });
}

int32_t faissnet_id_filter_predicate(faissnet_id_predicate predicate, void* context, faissnet_id_filter** filter) {
    return guarded([&] {
        auto& result = out(filter, "filter");
        need(predicate, "predicate");
        result = make<PredicateSelector>(predicate, context);
    });
}

int32_t faissnet_id_filter_contains(const faissnet_id_filter* filter, int64_t id, int32_t* contains) {
    return guarded([&] {
        auto& result = out(contains, "contains");
        result = need(filter, "filter").selector->is_member(id) ? 1 : 0;
    });
}

void faissnet_id_filter_free(faissnet_id_filter* filter) {
    delete filter;
}
