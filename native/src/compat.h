// Everything that differs between the releases of FAISS that the library compiles against, 1.7.3 to 1.15. No other file asks for the
// version.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include <faiss/Index.h>
#include <faiss/IndexBinary.h>
#include <faiss/IndexBinaryIVF.h>
#include <faiss/IndexFlat.h>
#include <faiss/IndexIVF.h>

namespace faissnet::compat {

const char* version_text();

std::string compile_options();

/// Whether 4-bit fast-scan IVF indexes take search parameters (nprobe, filter); since 1.9. Before, see NprobeGate.
bool fast_scan_ivf_takes_parameters();

/// Whether removing from and merging 4-bit fast-scan IVF indexes works; before 1.9 it ends the process, because FAISS throws inside a
/// parallel region.
bool fast_scan_ivf_can_change();

/// Whether an index without inverted lists, whose codes can be compared one by one, has a range search of its own; since 1.9.
bool flat_codes_have_range_search(const faiss::Index& index);

/// Whether reading a bad file leaks what was read of it; seen in 1.7.
bool reader_leaks();

/// Whether a number is a metric of this release.
bool is_metric(int32_t metric);

/// Whether larger values of a metric are nearer.
bool is_similarity(faiss::MetricType metric);

/// The largest ScalarQuantizer type that FAISS knows. An unknown one in a file makes a search end the process in 1.7.3.
int max_scalar_quantizer_type();

/// A copy, or null if FAISS has no way to make one but through a file.
std::unique_ptr<faiss::Index> try_clone(const faiss::Index& index);

} // namespace faissnet::compat
