// OpenBLAS keeps one process-wide number of threads and one set of buffers for them. Its OpenMP flavour adopts the caller's number at
// every call, and when that number differs from the last one it frees or allocates the buffers, without asking whether another thread is
// computing in them. Searches here may ask for different numbers at the same time, so every entry that FAISS uses is wrapped by the
// linker (--wrap): calls with the same number run together, and one that meets another number at work runs on one thread, for
// which OpenBLAS touches none of that.
#include <mutex>

#include <omp.h>

namespace {

class BlasScope {
public:
    BlasScope() : threads_(omp_get_max_threads()) {
        if (threads_ == 1 || omp_in_parallel()) {
            return;
        }
        std::lock_guard<std::mutex> lock(s_mutex);
        if (s_active == 0 || s_threads == threads_) {
            s_threads = threads_;
            s_active++;
            entered_ = true;
        } else {
            alone_ = true;
            omp_set_num_threads(1);
        }
    }

    ~BlasScope() {
        if (entered_) {
            std::lock_guard<std::mutex> lock(s_mutex);
            s_active--;
        } else if (alone_) {
            omp_set_num_threads(threads_);
        }
    }

    BlasScope(const BlasScope&) = delete;
    BlasScope& operator=(const BlasScope&) = delete;

private:
    static std::mutex s_mutex;
    static int s_threads;
    static int s_active;

    int threads_;
    bool entered_ = false;
    bool alone_ = false;
};

std::mutex BlasScope::s_mutex;
int BlasScope::s_threads = 0;
int BlasScope::s_active = 0;

} // namespace

// Fortran passes everything by address. FAISS does not pass the hidden lengths of one-character strings, and neither do we.
#define FAISSNET_WRAP(name, parameters, arguments) \
    extern "C" int __real_##name parameters;       \
    extern "C" int __wrap_##name parameters;       \
    int __wrap_##name parameters {                 \
        BlasScope scope;                           \
        return __real_##name arguments;            \
    }

#define P4 void *a, void *b, void *c, void *d
#define P6 P4, void *e, void *f
#define P7 P6, void* g
#define P8 P7, void* h
#define P9 P8, void* i
#define P10 P9, void* j
#define P11 P10, void* k
#define P13 P11, void *l, void *m
#define P14 P13, void* n

FAISSNET_WRAP(sgemm_, (P13), (a, b, c, d, e, f, g, h, i, j, k, l, m))
FAISSNET_WRAP(dgemm_, (P13), (a, b, c, d, e, f, g, h, i, j, k, l, m))
FAISSNET_WRAP(sgemv_, (P11), (a, b, c, d, e, f, g, h, i, j, k))
FAISSNET_WRAP(ssyrk_, (P10), (a, b, c, d, e, f, g, h, i, j))
FAISSNET_WRAP(dsyev_, (P9), (a, b, c, d, e, f, g, h, i))
FAISSNET_WRAP(sgeqrf_, (P8), (a, b, c, d, e, f, g, h))
FAISSNET_WRAP(sorgqr_, (P9), (a, b, c, d, e, f, g, h, i))
FAISSNET_WRAP(sgesvd_, (P14), (a, b, c, d, e, f, g, h, i, j, k, l, m, n))
FAISSNET_WRAP(dgesvd_, (P14), (a, b, c, d, e, f, g, h, i, j, k, l, m, n))
FAISSNET_WRAP(sgelsd_, (P14), (a, b, c, d, e, f, g, h, i, j, k, l, m, n))
FAISSNET_WRAP(sgetrf_, (P6), (a, b, c, d, e, f))
FAISSNET_WRAP(dgetrf_, (P6), (a, b, c, d, e, f))
FAISSNET_WRAP(sgetri_, (P7), (a, b, c, d, e, f, g))
FAISSNET_WRAP(dgetri_, (P7), (a, b, c, d, e, f, g))

// OpenBLAS counts processors while the library is loaded, and asks libgomp for OMP_PLACES there; nothing may wake OpenMP so early.
// "None are set" makes it count those that the process may use. How many threads work is asked at every call anyway.
extern "C" int __wrap_omp_get_num_places();
extern "C" int __wrap_omp_get_num_places() {
    return 0;
}
