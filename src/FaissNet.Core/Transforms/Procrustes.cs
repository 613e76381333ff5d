using FaissNet.Kernels;
using FaissNet.LinearAlgebra;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>The orthogonal Procrustes problem: the rotation that brings vectors nearest to given images (Schönemann, 1966).</summary>
internal static class Procrustes
{
    /// <summary>The matrix R (images × vectors, row-major) with orthonormal rows for which Σ‖R·x − y‖² is smallest.</summary>
    /// <param name="vectors">n vectors x.</param>
    /// <param name="images">n images y, not of more components than the vectors.</param>
    /// <param name="options">Threads and cancellation.</param>
    public static float[] Rotation(Rows<float> vectors, Rows<float> images, BuildOptions options)
    {
        // Row j of the products is column j of XᵀY = U·S·Vᵀ; the rotation is V·Uᵀ. Vectors that do not fill the space leave it open, and singular values choose.
        var products = new DenseMatrix(images.Width, vectors.Width);
        CrossProduct.Compute(images, vectors, products.Values, options);
        DenseMatrix nearest = PolarFactor.Find(products, options) ?? SingularValues.Decompose(products, options).NearestOrthonormal(options);
        return Array.ConvertAll(nearest.Values, x => (float)x);
    }
}
