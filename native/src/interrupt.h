// Stopping what a thread is doing.
#pragma once

namespace faissnet {

/// Whether the caller wants the calling thread's work stopped.
bool interrupted() noexcept;

/// The same in a parallel region, where only the thread of the caller knows: it tells the others through a variable that they share.
bool stop_all(bool& stop) noexcept;

/// Throws where the caller wants it. Not for inside of a parallel region, which no exception may leave.
void stop_if_interrupted();

} // namespace faissnet
