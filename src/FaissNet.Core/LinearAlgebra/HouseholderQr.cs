using FaissNet.Threading;

namespace FaissNet.LinearAlgebra;

/// <summary>
/// QR decomposition by Householder reflections, with the signs of LAPACK's <c>geqrf</c> and <c>orgqr</c>: a column is sent to minus the sign of its first
/// component, and a column with nothing below its diagonal is left alone. FAISS's random rotations depend on these signs.
/// </summary>
internal static class HouseholderQr
{
    /// <summary>Elements that are worth a worker of their own.</summary>
    private const int ChunkElements = 32768;

    /// <summary>The n columns of the orthogonal factor of a matrix; both are given as n rows of length m ≥ n. The argument is used up.</summary>
    public static DenseMatrix OrthogonalFactor(DenseMatrix columns, BuildOptions options)
    {
        int n = columns.Rows;
        var scales = new double[n];
        for (int j = 0; j < n; j++)
        {
            scales[j] = Reflector.Make(columns.Row(j)[j..], out _);
            ParallelRange.Run(
                new ReflectJob(columns, j, scales[j]), n - j - 1, ChunkElements / (columns.Columns - j) + 1,
                options.MaxDegreeOfParallelism, options.CancellationToken);
        }
        return Reflector.Form(columns, scales, shift: 0, options);
    }

    /// <summary>Applies one reflection to the columns behind it.</summary>
    private readonly struct ReflectJob(DenseMatrix columns, int reflector, double scale) : IRangeJob
    {
        public void Run(long start, long end)
        {
            ReadOnlySpan<double> v = columns.Row(reflector)[reflector..];
            for (long i = start; i < end; i++)
                Reflector.Apply(v, scale, columns.Row(reflector + 1 + (int)i)[reflector..]);
        }
    }
}
