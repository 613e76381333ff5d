// How a failure inside the library becomes a status and a message. Nothing else in the library catches to report.
#pragma once

#include <cstdint>
#include <exception>
#include <string>

#include "faissnet.h"

namespace faissnet {

/// A failure that the library itself found, with the status that the caller will see.
class Failure : public std::exception {
public:
    Failure(faissnet_status status, std::string message) : status_(status), message_(std::move(message)) {}

    faissnet_status status() const noexcept {
        return status_;
    }

    const char* what() const noexcept override {
        return message_.c_str();
    }

private:
    faissnet_status status_;
    std::string message_;
};

[[noreturn]] void fail(faissnet_status status, std::string message);

/// The message of a FAISS exception without the function, file and line that it begins with.
const char* without_location(const char* message) noexcept;

/// Turns the exception in flight into a status and remembers its message for the calling thread.
int32_t report_current_exception() noexcept;

/// The calling thread's last message.
const char* last_error() noexcept;

/// Runs the body of an exported function; the one place where exceptions stop.
template <class Body>
int32_t guarded(Body&& body) noexcept {
    try {
        body();
        return FAISSNET_OK;
    } catch (...) {
        return report_current_exception();
    }
}

} // namespace faissnet
