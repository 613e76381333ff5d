using System.Numerics.Tensors;
using FaissNet.Threading;

namespace FaissNet.LinearAlgebra;

/// <summary>
/// A = U·S·Vᵀ by Householder reflections to two diagonals and QR steps on those (Golub and Kahan; Golub and Van Loan, "Matrix Computations", 8.6). It never
/// squares the matrix, so that small singular values keep their vectors, on which orthogonal Procrustes problems depend. Vectors of singular values
/// that are zero are orthonormal all the same.
/// </summary>
/// <param name="Values">The n singular values, largest first.</param>
/// <param name="Left">The columns of U as n rows of length m.</param>
/// <param name="Right">The columns of V as n rows of length n.</param>
internal sealed record SingularValues(double[] Values, DenseMatrix Left, DenseMatrix Right)
{
    private const int ChunkElements = 32768;

    /// <summary>Decomposes a matrix of n columns of length m ≥ n, given as n rows of length m, which is used up.</summary>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static SingularValues Decompose(DenseMatrix columns, BuildOptions options)
    {
        int n = columns.Rows;
        if (n > columns.Columns)
            throw new ArgumentException($"The matrix has {n} columns, but only {columns.Columns} rows.", nameof(columns));
        if (!TensorPrimitives.IsFiniteAll<double>(columns.Values))
            throw new ArgumentException("The matrix to decompose has values that are not finite.", nameof(columns));
        var diagonal = new double[n];
        var beside = new double[n];
        var leftScales = new double[n];
        var rightScales = new double[Math.Max(0, n - 2)];
        var rightReflectors = new DenseMatrix(n, n);
        for (int k = 0; k < n; k++)
        {
            leftScales[k] = Reflector.Make(columns.Row(k)[k..], out diagonal[k]);
            ParallelRange.Run(
                new LeftJob(columns, k, leftScales[k]), n - k - 1, ChunkElements / (columns.Columns - k) + 1,
                options.MaxDegreeOfParallelism, options.CancellationToken);
            if (k < rightScales.Length)
                rightScales[k] = ReflectFromTheRight(columns, rightReflectors, k, out beside[k], options);
            else if (k + 1 < n)
                beside[k] = columns[k + 1, k];
        }
        DenseMatrix left = Reflector.Form(columns, leftScales, shift: 0, options);
        DenseMatrix right = Reflector.Form(rightReflectors, rightScales, shift: 1, options);
        Bidiagonal.Diagonalize(diagonal, beside, new Rotations(left, options), new Rotations(right, options));
        return Sorted(diagonal, left, right);
    }

    /// <summary>The nearest matrix with orthonormal columns, U·Vᵀ, as m × n given as n rows.</summary>
    public DenseMatrix NearestOrthonormal(BuildOptions options)
    {
        var nearest = new DenseMatrix(Right.Columns, Left.Columns);
        ParallelRange.Run(new ProductJob(this, nearest), nearest.Rows, 8, options.MaxDegreeOfParallelism, options.CancellationToken);
        return nearest;
    }

    private static double ReflectFromTheRight(DenseMatrix columns, DenseMatrix reflectors, int k, out double image, BuildOptions options)
    {
        Span<double> v = reflectors.Row(k)[(k + 1)..];
        for (int j = 0; j < v.Length; j++)
            v[j] = columns[k + 1 + j, k];
        double scale = Reflector.Make(v, out image);
        if (scale == 0)
            return 0;
        long rows = columns.Columns - k - 1;
        ParallelRange.Run(
            new RightJob(columns, reflectors, k, scale), rows, Math.Max(64, ChunkElements / v.Length),
            options.MaxDegreeOfParallelism, options.CancellationToken);
        return scale;
    }

    private static SingularValues Sorted(double[] values, DenseMatrix left, DenseMatrix right)
    {
        for (int i = 0; i < values.Length; i++)
        {
            if (values[i] < 0)
            {
                values[i] = -values[i];
                TensorPrimitives.Negate<double>(right.Row(i), right.Row(i));
            }
        }
        int[] order = [.. Enumerable.Range(0, values.Length).OrderByDescending(i => values[i])];
        var sortedLeft = new DenseMatrix(left.Rows, left.Columns);
        var sortedRight = new DenseMatrix(right.Rows, right.Columns);
        for (int i = 0; i < order.Length; i++)
        {
            left.Row(order[i]).CopyTo(sortedLeft.Row(i));
            right.Row(order[i]).CopyTo(sortedRight.Row(i));
        }
        return new SingularValues(Array.ConvertAll(order, i => values[i]), sortedLeft, sortedRight);
    }

    /// <summary>Applies the reflection of column k to the columns behind it.</summary>
    private readonly struct LeftJob(DenseMatrix columns, int k, double scale) : IRangeJob
    {
        public void Run(long start, long end)
        {
            ReadOnlySpan<double> v = columns.Row(k)[k..];
            for (int j = (int)start; j < end; j++)
                Reflector.Apply(v, scale, columns.Row(k + 1 + j)[k..]);
        }
    }

    /// <summary>Applies the reflection of row k to rows behind it, which lie across the columns that are stored.</summary>
    private readonly struct RightJob(DenseMatrix columns, DenseMatrix reflectors, int k, double scale) : IRangeJob
    {
        public void Run(long start, long end)
        {
            ReadOnlySpan<double> v = reflectors.Row(k)[(k + 1)..];
            int row = k + 1 + (int)start;
            int count = (int)(end - start);
            Span<double> products = new double[count];
            for (int j = 0; j < v.Length; j++)
                TensorPrimitives.MultiplyAdd(columns.Row(k + 1 + j).Slice(row, count), v[j], products, products);
            for (int j = 0; j < v.Length; j++)
            {
                Span<double> column = columns.Row(k + 1 + j).Slice(row, count);
                TensorPrimitives.MultiplyAdd(products, -scale * v[j], column, column);
            }
        }
    }

    private readonly struct ProductJob(SingularValues parts, DenseMatrix nearest) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (int k = 0; k < parts.Left.Rows; k++)
            {
                for (int i = (int)start; i < end; i++)
                    TensorPrimitives.MultiplyAdd(parts.Left.Row(k), parts.Right[k, i], nearest.Row(i), nearest.Row(i));
            }
        }
    }
}
