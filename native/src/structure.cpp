#include "structure.h"

#include <faiss/IndexBinaryFlat.h>
#include <faiss/IndexBinaryIVF.h>
#include <faiss/IndexFlatCodes.h>
#include <faiss/IndexIDMap.h>
#include <faiss/IndexIVF.h>
#include <faiss/IndexIVFPQ.h>
#include <faiss/IndexLattice.h>
#include <faiss/IndexPQ.h>
#include <faiss/IndexPreTransform.h>
#include <faiss/IndexRefine.h>
#include <faiss/IndexScalarQuantizer.h>

#include "compat.h"
#include "wrappers.h"

namespace faissnet {

namespace {

void expect(bool condition, const char* what) {
    if (!condition) {
        fail(FAISSNET_IO, std::string("it is inconsistent: ") + what + ".");
    }
}

void check_pq(const faiss::ProductQuantizer& pq, int64_t d, size_t code_size) {
    expect(pq.M > 0 && pq.nbits > 0 && pq.nbits <= 24, "the product quantizer has an impossible shape");
    expect(pq.d == static_cast<size_t>(d) && pq.d % pq.M == 0, "the product quantizer has another dimension");
    expect(pq.centroids.size() == pq.d << pq.nbits, "the product quantizer lacks centroids");
    expect(code_size == pq.code_size, "the product quantizer has another code size");
}

void check_sq(const faiss::ScalarQuantizer& sq, int64_t d, bool is_trained) {
    int type = static_cast<int>(sq.qtype);
    expect(type >= 0 && type <= compat::max_scalar_quantizer_type(), "the type of the scalar quantizer is unknown");
    expect(sq.d == static_cast<size_t>(d), "the scalar quantizer has another dimension");
    bool per_dimension = type == faiss::ScalarQuantizer::QT_8bit || type == faiss::ScalarQuantizer::QT_4bit ||
            type == faiss::ScalarQuantizer::QT_6bit;
    bool uniform = type == faiss::ScalarQuantizer::QT_8bit_uniform || type == faiss::ScalarQuantizer::QT_4bit_uniform;
    size_t trained = per_dimension ? 2 * sq.d : uniform ? 2 : 0;
    expect(!is_trained || sq.trained.size() >= trained, "the scalar quantizer lacks trained values");
}

void check_lists(const faiss::InvertedLists* lists, size_t nlist, size_t code_size) {
    expect(lists != nullptr && lists->nlist == nlist, "the inverted lists are missing or of another number");
    expect(lists->code_size == code_size || lists->code_size == faiss::InvertedLists::INVALID_CODE_SIZE,
           "the inverted lists have another code size");
}

void check_ivf(const faiss::IndexIVF& ivf) {
    expect(ivf.quantizer != nullptr && ivf.quantizer->d == ivf.d, "the coarse quantizer has another dimension");
    expect(!ivf.is_trained || ivf.quantizer->ntotal == static_cast<int64_t>(ivf.nlist),
           "the coarse quantizer has another number of centroids than there are lists");
    check_lists(ivf.invlists, ivf.nlist, ivf.code_size);
    if (auto pq = dynamic_cast<const faiss::IndexIVFPQ*>(&ivf)) {
        check_pq(pq->pq, ivf.d, ivf.code_size);
    } else if (auto sq = dynamic_cast<const faiss::IndexIVFScalarQuantizer*>(&ivf)) {
        check_sq(sq->sq, ivf.d, ivf.is_trained);
    }
    check_structure(*ivf.quantizer);
}

} // namespace

void check_structure(const faiss::Index& index) {
    expect(index.d > 0 && index.ntotal >= 0, "dimension or count is out of range");
    auto codes = dynamic_cast<const faiss::IndexFlatCodes*>(&index);
    if (codes != nullptr && dynamic_cast<const faiss::IndexLattice*>(&index) == nullptr) { // a lattice's codes are never in its file
        expect(codes->codes.size() == static_cast<size_t>(index.ntotal) * codes->code_size, "codes are missing");
    }
    if (auto id_map = dynamic_cast<const faiss::IndexIDMap*>(&index)) {
        expect(static_cast<int64_t>(id_map->id_map.size()) == index.ntotal && id_map->index->ntotal == index.ntotal, "ids are missing");
    } else if (auto refine = dynamic_cast<const faiss::IndexRefine*>(&index)) {
        expect(refine->refine_index->ntotal == index.ntotal && refine->refine_index->d == index.d, "refinement codes are missing");
        check_structure(*refine->refine_index);
    } else if (auto transform = dynamic_cast<const faiss::IndexPreTransform*>(&index)) {
        int d = index.d;
        for (const faiss::VectorTransform* step : transform->chain) {
            expect(step->d_in == d, "a transform has another dimension");
            d = step->d_out;
        }
        expect(transform->index->d == d, "the transforms lead to another dimension");
    } else if (auto ivf = dynamic_cast<const faiss::IndexIVF*>(&index)) {
        check_ivf(*ivf);
    } else if (auto pq = dynamic_cast<const faiss::IndexPQ*>(&index)) {
        check_pq(pq->pq, index.d, pq->code_size);
    } else if (auto sq = dynamic_cast<const faiss::IndexScalarQuantizer*>(&index)) {
        check_sq(sq->sq, index.d, index.is_trained);
    }
    const faiss::Index* next = inner(index);
    if (next != nullptr) {
        check_structure(*next);
    }
}

void check_structure(const faiss::IndexBinary& index) {
    expect(index.d > 0 && index.d % 8 == 0 && index.code_size == index.d / 8 && index.ntotal >= 0, "dimension or count is out of range");
    if (auto flat = dynamic_cast<const faiss::IndexBinaryFlat*>(&index)) {
        expect(flat->xb.size() == static_cast<size_t>(index.ntotal) * static_cast<size_t>(index.code_size), "codes are missing");
    } else if (auto id_map = dynamic_cast<const faiss::IndexBinaryIDMap*>(&index)) {
        expect(static_cast<int64_t>(id_map->id_map.size()) == index.ntotal && id_map->index->ntotal == index.ntotal, "ids are missing");
        check_structure(*id_map->index);
    } else if (auto ivf = dynamic_cast<const faiss::IndexBinaryIVF*>(&index)) {
        expect(ivf->quantizer != nullptr && ivf->quantizer->d == index.d, "the coarse quantizer has another dimension");
        expect(!index.is_trained || ivf->quantizer->ntotal == static_cast<int64_t>(ivf->nlist),
               "the coarse quantizer has another number of centroids than there are lists");
        check_lists(ivf->invlists, ivf->nlist, static_cast<size_t>(index.code_size));
        check_structure(*ivf->quantizer);
    }
}

} // namespace faissnet
