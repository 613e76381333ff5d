using System.Numerics.Tensors;
using FaissNet.Threading;

namespace FaissNet.LinearAlgebra;

/// <summary>
/// Eigenvalues and eigenvectors of a symmetric matrix: reduction to three diagonals by Householder reflections, then QL steps with Wilkinson's
/// shift (Golub and Van Loan, "Matrix Computations", 8.3). FAISS takes LAPACK's <c>dsyev</c>, which may give eigenvectors other signs.
/// </summary>
/// <param name="Values">The eigenvalues, largest first.</param>
/// <param name="Vectors">The eigenvectors as rows, in the same order.</param>
internal sealed record SymmetricEigen(double[] Values, DenseMatrix Vectors)
{
    /// <summary>QL needs two or three steps per eigenvalue; this many mean that the numbers are not finite.</summary>
    private const int MaxSteps = 60;

    private const int ChunkElements = 32768;

    /// <summary>What is this small against its neighbours is lost in their rounding.</summary>
    private const double Precision = 1.0 / (1L << 53);

    /// <summary>Decomposes a symmetric matrix, which is used up.</summary>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static SymmetricEigen Decompose(DenseMatrix matrix, BuildOptions options)
    {
        int n = matrix.Rows;
        ThrowIfNotFinite(matrix);
        var diagonal = new double[n];
        var beside = new double[n];
        double[] scales = Tridiagonalize(matrix, diagonal, beside, options);
        DenseMatrix vectors = Reflector.Form(matrix, scales, shift: 1, options);
        DiagonalizeByQl(diagonal, beside, new Rotations(vectors, options));
        return Sorted(diagonal, vectors);
    }

    /// <summary>The eigenvalues alone, largest first, in a fraction of the time; the matrix is used up.</summary>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static double[] Eigenvalues(DenseMatrix matrix, BuildOptions options)
    {
        int n = matrix.Rows;
        ThrowIfNotFinite(matrix);
        var diagonal = new double[n];
        var beside = new double[n];
        Tridiagonalize(matrix, diagonal, beside, options);
        DiagonalizeByQl(diagonal, beside, new Rotations(new DenseMatrix(n, 0), options));
        return [.. diagonal.OrderDescending()];
    }

    private static void ThrowIfNotFinite(DenseMatrix matrix)
    {
        if (!TensorPrimitives.IsFiniteAll<double>(matrix.Values))
            throw new ArgumentException("The matrix to decompose has values that are not finite.", nameof(matrix));
    }

    private static double[] Tridiagonalize(DenseMatrix a, double[] diagonal, double[] beside, BuildOptions options)
    {
        int n = a.Rows;
        var scales = new double[Math.Max(0, n - 2)];
        var w = new double[n];
        for (int k = 0; k < scales.Length; k++)
        {
            Span<double> v = a.Row(k)[(k + 1)..];
            diagonal[k] = a[k, k];
            scales[k] = Reflector.Make(v, out beside[k]);
            if (scales[k] == 0)
                continue;
            int rest = n - k - 1;
            long chunk = ChunkElements / rest + 1;
            ParallelRange.Run(new MultiplyJob(a, k, scales[k], w), rest, chunk, options.MaxDegreeOfParallelism, options.CancellationToken);
            Span<double> p = w.AsSpan(0, rest);
            TensorPrimitives.MultiplyAdd(v, -scales[k] / 2 * TensorPrimitives.Dot<double>(p, v), p, p);
            ParallelRange.Run(new UpdateJob(a, k, w), rest, chunk, options.MaxDegreeOfParallelism, options.CancellationToken);
        }
        for (int k = scales.Length; k < n; k++)
            diagonal[k] = a[k, k];
        if (n > 1)
            beside[n - 2] = a[n - 2, n - 1];
        return scales;
    }

    private static void DiagonalizeByQl(double[] d, double[] e, Rotations rotations)
    {
        int n = d.Length;
        for (int first = 0; first < n; first++)
        {
            for (int step = 0; ; step++)
            {
                int last = first;
                while (last < n - 1 && !IsSmall(e[last], d[last], d[last + 1]))
                    last++;
                if (last == first)
                    break;
                if (step == MaxSteps)
                    throw new InvalidOperationException("The eigenvalues of a matrix were not found.");
                QlStep(d, e, first, last, rotations);
            }
        }
        rotations.Flush();
    }

    private static bool IsSmall(double beside, double a, double b) => Math.Abs(beside) <= Precision * (Math.Abs(a) + Math.Abs(b));

    /// <summary>One implicit step on the block from <paramref name="first"/> to <paramref name="last"/>, which chases a bulge upwards.</summary>
    private static void QlStep(double[] d, double[] e, int first, int last, Rotations rotations)
    {
        double half = (d[first + 1] - d[first]) / (2 * e[first]);
        double bulge = d[last] - d[first] + e[first] / (half + Math.CopySign(double.Hypot(half, 1), half));
        double sine = 1, cosine = 1, shift = 0;
        for (int i = last - 1; i >= first; i--)
        {
            double outside = sine * e[i];
            double inside = cosine * e[i];
            double length = double.Hypot(outside, bulge);
            e[i + 1] = length;
            if (length == 0)
            {
                // The block has come apart.
                d[i + 1] -= shift;
                e[last] = 0;
                return;
            }
            sine = outside / length;
            cosine = bulge / length;
            double moved = d[i + 1] - shift;
            double change = (d[i] - moved) * sine + 2 * cosine * inside;
            shift = sine * change;
            d[i + 1] = moved + shift;
            bulge = cosine * change - inside;
            rotations.Add(i + 1, i, cosine, sine);
        }
        d[first] -= shift;
        e[first] = bulge;
        e[last] = 0;
    }

    private static SymmetricEigen Sorted(double[] values, DenseMatrix vectors)
    {
        int[] order = [.. Enumerable.Range(0, values.Length).OrderByDescending(i => values[i])];
        var sorted = new DenseMatrix(vectors.Rows, vectors.Columns);
        for (int i = 0; i < order.Length; i++)
            vectors.Row(order[i]).CopyTo(sorted.Row(i));
        return new SymmetricEigen(Array.ConvertAll(order, i => values[i]), sorted);
    }

    /// <summary>w = τ·A·v over what is behind row k.</summary>
    private readonly struct MultiplyJob(DenseMatrix a, int k, double scale, double[] w) : IRangeJob
    {
        public void Run(long start, long end)
        {
            ReadOnlySpan<double> v = a.Row(k)[(k + 1)..];
            for (int i = (int)start; i < end; i++)
                w[i] = scale * TensorPrimitives.Dot(a.Row(k + 1 + i)[(k + 1)..], v);
        }
    }

    /// <summary>A ← A − v·wᵀ − w·vᵀ.</summary>
    private readonly struct UpdateJob(DenseMatrix a, int k, double[] w) : IRangeJob
    {
        public void Run(long start, long end)
        {
            ReadOnlySpan<double> v = a.Row(k)[(k + 1)..];
            ReadOnlySpan<double> other = w.AsSpan(0, v.Length);
            for (int i = (int)start; i < end; i++)
            {
                Span<double> row = a.Row(k + 1 + i)[(k + 1)..];
                TensorPrimitives.MultiplyAdd(v, -w[i], row, row);
                TensorPrimitives.MultiplyAdd(other, -v[i], row, row);
            }
        }
    }
}
