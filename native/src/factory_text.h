// FAISS's factories divide by numbers that they read from the string, and convert them unchecked.
#pragma once

namespace faissnet {

/// Fails if a factory string has a number that would end the process or overflow in FAISS.
void check_factory_text(const char* factory);

} // namespace faissnet
