using System.Numerics.Tensors;
using FaissNet.Kernels;
using FaissNet.LinearAlgebra;
using FaissNet.Storage;

namespace FaissNet.Evaluation;

/// <summary>Variances along principal directions: the eigenvalues of the covariance of a sample.</summary>
internal static class Spectrum
{
    /// <summary>Enough for the small eigenvalues at dimension 1,024; the covariance then takes well under a second.</summary>
    private const int MostVectors = 10_000;

    /// <returns>d variances, largest first.</returns>
    public static float[] Measure(VectorSource vectors, EvaluationOptions options)
    {
        int dimension = vectors.Dimension;
        float[] sample = vectors.Sample(MostVectors);
        int count = sample.Length / dimension;
        Centre(sample, dimension);
        var covariance = new DenseMatrix(dimension, dimension);
        BuildOptions build = options.ToBuildOptions();
        Multiply(sample, count, covariance, build);
        TensorPrimitives.Divide(covariance.Values, count, covariance.Values);
        double[] values = SymmetricEigen.Eigenvalues(covariance, build);
        // What has no variance comes out as some rounding around 0.
        return Array.ConvertAll(values, value => (float)Math.Max(0, value));
    }

    /// <summary>(Σλ)² ÷ Σλ².</summary>
    public static double Participation(ReadOnlySpan<float> spectrum)
    {
        double sum = 0, squares = 0;
        foreach (float variance in spectrum)
        {
            sum += variance;
            squares += (double)variance * variance;
        }
        return squares == 0 ? 0 : sum * sum / squares;
    }

    private static void Centre(float[] sample, int dimension)
    {
        var row = new double[dimension];
        var sums = new double[dimension];
        for (int start = 0; start < sample.Length; start += dimension)
        {
            TensorPrimitives.ConvertTruncating<float, double>(sample.AsSpan(start, dimension), row);
            TensorPrimitives.Add<double>(sums, row, sums);
        }
        int count = sample.Length / dimension;
        float[] mean = Array.ConvertAll(sums, sum => (float)(sum / count));
        for (int start = 0; start < sample.Length; start += dimension)
        {
            Span<float> centred = sample.AsSpan(start, dimension);
            TensorPrimitives.Subtract(centred, mean, centred);
        }
    }

    private static unsafe void Multiply(float[] sample, int count, DenseMatrix product, BuildOptions options)
    {
        fixed (float* pointer = sample)
        {
            var rows = new Rows<float>(pointer, count, product.Rows);
            CrossProduct.Compute(rows, rows, product.Values, options);
        }
    }
}
