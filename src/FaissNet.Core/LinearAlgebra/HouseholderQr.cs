using System.Numerics.Tensors;
using FaissNet.Threading;

namespace FaissNet.LinearAlgebra;

/// <summary>
/// QR decomposition by Householder reflections, with the signs of LAPACK's <c>geqrf</c> and <c>orgqr</c>: a reflection sends a column to −sign(α)·‖x‖, and
/// a column with nothing below its diagonal is left alone. FAISS's random rotations depend on these signs.
/// </summary>
internal static class HouseholderQr
{
    private const int ColumnsPerChunk = 16;

    /// <summary>
    /// Replaces the n columns of a matrix (given as n rows of length m ≥ n) by those of its orthogonal factor.
    /// </summary>
    public static void OrthogonalFactor(DenseMatrix columns, BuildOptions options)
    {
        int n = columns.Rows;
        var scales = new double[n];
        for (int j = 0; j < n; j++)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            scales[j] = MakeReflector(columns.Row(j)[j..]);
            ParallelRange.Run(
                new ReflectJob(columns, j, scales[j]), n - j - 1, Math.Max(ColumnsPerChunk, 65536 / columns.Columns),
                options.MaxDegreeOfParallelism, CancellationToken.None);
        }
        var factor = new DenseMatrix(n, columns.Columns);
        ParallelRange.Run(
            new FormJob(columns, scales, factor), n, ColumnsPerChunk, options.MaxDegreeOfParallelism, options.CancellationToken);
        factor.Values.CopyTo(columns.Values, 0);
    }

    /// <summary>Turns x into the vector v, v₀ = 1, of the reflection I − τ·v·vᵀ that sends x to a multiple of the first axis.</summary>
    /// <returns>τ; 0 where there is nothing to send away.</returns>
    private static double MakeReflector(Span<double> x)
    {
        double rest = TensorPrimitives.Norm<double>(x[1..]);
        if (rest == 0)
            return 0;
        double length = -Math.CopySign(double.Hypot(x[0], rest), x[0]);
        double scale = (length - x[0]) / length;
        TensorPrimitives.Multiply(x[1..], 1 / (x[0] - length), x[1..]);
        x[0] = 1;
        return scale;
    }

    private static void Reflect(ReadOnlySpan<double> v, double scale, Span<double> x)
    {
        if (scale != 0)
            TensorPrimitives.MultiplyAdd(v, -scale * TensorPrimitives.Dot(v, x), x, x);
    }

    /// <summary>Applies one reflection to the columns behind it.</summary>
    private readonly struct ReflectJob(DenseMatrix columns, int reflector, double scale) : IRangeJob
    {
        public void Run(long start, long end)
        {
            ReadOnlySpan<double> v = columns.Row(reflector)[reflector..];
            for (long i = start; i < end; i++)
                Reflect(v, scale, columns.Row(reflector + 1 + (int)i)[reflector..]);
        }
    }

    /// <summary>Applies all reflections, last first, to columns of the identity.</summary>
    private readonly struct FormJob(DenseMatrix reflectors, double[] scales, DenseMatrix factor) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (int i = (int)start; i < end; i++)
                factor[i, i] = 1;
            // Column i is zero above its diagonal until reflection i, and later reflections do not see it.
            for (int j = (int)end - 1; j >= 0; j--)
            {
                ReadOnlySpan<double> v = reflectors.Row(j)[j..];
                for (int i = Math.Max(j, (int)start); i < end; i++)
                    Reflect(v, scales[j], factor.Row(i)[j..]);
            }
        }
    }
}
