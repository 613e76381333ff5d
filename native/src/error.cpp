#include "error.h"

#include <cctype>
#include <cstring>
#include <new>
#include <stdexcept>

#include <faiss/impl/FaissException.h>

#include "interrupt.h"

namespace faissnet {

namespace {

thread_local std::string t_last_error;

/// FAISS has one exception class; what it means can only be read from its text.
faissnet_status status_of_faiss_message(const char* message) {
    static const char* const unsupported[] = {
            "not implemented",
            "not supported",
            "unsupported",
            "does not make sense",
            "cannot be combined",
            "not impemented", // sic
    };
    for (const char* text : unsupported) {
        if (std::strstr(message, text) != nullptr) {
            return FAISSNET_UNSUPPORTED;
        }
    }
    if (std::strstr(message, "is_trained") != nullptr || std::strstr(message, "not trained") != nullptr) {
        return FAISSNET_NOT_TRAINED;
    }
    if (std::strstr(message, "could not parse") != nullptr) {
        return FAISSNET_INVALID_ARGUMENT;
    }
    return FAISSNET_FAISS_ERROR;
}

int32_t remember(faissnet_status status, const char* message) noexcept {
    try {
        t_last_error = message;
    } catch (...) {
        t_last_error.clear();
    }
    return status;
}

} // namespace

void fail(faissnet_status status, std::string message) {
    throw Failure(status, std::move(message));
}

/// FAISS writes "Error in <function> at <file>:<line>: <message>". Function and file are of no use to a caller.
const char* without_location(const char* message) noexcept {
    if (std::strncmp(message, "Error in ", 9) != 0) {
        return message;
    }
    for (const char* p = std::strstr(message, " at "); p != nullptr; p = std::strstr(p + 1, " at ")) {
        const char* colon = std::strchr(p, ':');
        if (colon == nullptr || !std::isdigit(static_cast<unsigned char>(colon[1]))) {
            continue;
        }
        const char* end = colon + 1;
        while (std::isdigit(static_cast<unsigned char>(*end))) {
            end++;
        }
        if (end[0] == ':' && end[1] == ' ') {
            return end + 2;
        }
    }
    return message;
}

const char* last_error() noexcept {
    return t_last_error.c_str();
}

int32_t report_current_exception() noexcept {
    try {
        throw;
    } catch (const Failure& e) {
        return remember(e.status(), e.what());
    } catch (const faiss::FaissException& e) {
        if (interrupted()) { // FAISS has no exception of its own for it
            return remember(FAISSNET_INTERRUPTED, "The caller stopped it.");
        }
        const char* message = without_location(e.what());
        return remember(status_of_faiss_message(message), message);
    } catch (const std::bad_alloc&) {
        return remember(FAISSNET_OUT_OF_MEMORY, "Memory could not be allocated.");
    } catch (const std::length_error&) {
        return remember(FAISSNET_OUT_OF_MEMORY, "More memory was asked for than can exist.");
    } catch (const std::exception& e) {
        return remember(FAISSNET_UNKNOWN, e.what());
    } catch (...) {
        return remember(FAISSNET_UNKNOWN, "An exception of unknown type was thrown.");
    }
}

} // namespace faissnet
