#include <algorithm>
#include <cstddef>

// The one function of the Fortran runtime that LAPACK, as it is inside OpenBLAS, calls: it names its routines to ILAENV with it. Being
// here, it keeps the rest of that runtime, and libquadmath with it, out of the library.
extern "C" void _gfortran_concat_string(
        size_t length, char* target, size_t first_length, const char* first, size_t second_length, const char* second) {
    size_t from_first = std::min(length, first_length);
    size_t from_second = std::min(length - from_first, second_length);
    char* end = std::copy_n(second, from_second, std::copy_n(first, from_first, target));
    std::fill(end, target + length, ' ');
}
