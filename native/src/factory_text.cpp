#include "factory_text.h"

#include <cctype>
#include <cstdint>
#include <string>

#include "error.h"

namespace faissnet {

namespace {

bool ends_with(const std::string& text, size_t end, const char* suffix) {
    std::string s(suffix);
    return end >= s.size() && text.compare(end - s.size(), s.size(), s) == 0;
}

/// Whether the number that starts at a position is the nbits of "PQ<m>x<nbits>".
bool is_pq_bits(const std::string& text, size_t at) {
    if (at == 0 || text[at - 1] != 'x') {
        return false;
    }
    size_t digits = at - 1;
    while (digits > 0 && std::isdigit(static_cast<unsigned char>(text[digits - 1]))) {
        digits--;
    }
    return digits < at - 1 && ends_with(text, digits, "PQ");
}

} // namespace

void check_factory_text(const char* factory) {
    std::string text(factory);
    if (text.size() > 4096) {
        fail(FAISSNET_INVALID_ARGUMENT, "factory must be at most 4096 characters long.");
    }
    for (size_t i = 0; i < text.size();) {
        if (!std::isdigit(static_cast<unsigned char>(text[i]))) {
            i++;
            continue;
        }
        size_t begin = i;
        int64_t value = 0;
        for (; i < text.size() && std::isdigit(static_cast<unsigned char>(text[i])); i++) {
            value = value * 10 + (text[i] - '0');
            if (value > INT32_MAX) {
                fail(FAISSNET_INVALID_ARGUMENT, "The factory string \"" + text + "\" has a number above 2147483647.");
            }
        }
        // "SQ0" codes nothing, "HR0" is a seed.
        if (value == 0 && !ends_with(text, begin, "SQ") && !ends_with(text, begin, "HR")) {
            fail(FAISSNET_INVALID_ARGUMENT, "The factory string \"" + text + "\" has a number that is 0.");
        }
        if (value > 24 && is_pq_bits(text, begin)) {
            fail(FAISSNET_INVALID_ARGUMENT, "The factory string \"" + text + "\" asks for more than 24 bits per sub-quantizer.");
        }
    }
}

} // namespace faissnet
