using System.Numerics.Tensors;
using FaissNet.Kernels;

namespace FaissNet.LinearAlgebra;

/// <summary>
/// The nearest matrix with orthonormal rows, U·Vᵀ for A = U·S·Vᵀ, by Newton's iteration X ← (γX + X⁻ᵀ/γ) / 2, which needs inverses alone and so a small
/// part of the time of singular values (Higham, "Computing the polar decomposition", 1986).
/// </summary>
internal static class PolarFactor
{
    /// <summary>A change this small per row leaves an error of its square, which is rounding.</summary>
    private const double Converged = 1e-9;

    /// <summary>Steps are scaled until they are this small; then the iteration doubles the digits by itself.</summary>
    private const double NearlyConverged = 1e-2;

    /// <summary>Condition up to 1e16 takes nine steps.</summary>
    private const int MaxSteps = 20;

    /// <summary>Inverses of matrices of a larger condition have too few digits.</summary>
    private const double MaxCondition = 1e10;

    /// <summary>Finds it for a matrix of full rank.</summary>
    /// <param name="matrix">Not more rows than columns; is kept.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <returns><c>null</c> where rows depend on each other, nearly or quite, or a value is not finite.</returns>
    public static DenseMatrix? Find(DenseMatrix matrix, BuildOptions options)
    {
        if (matrix.Rows == matrix.Columns)
            return OfSquare(Copy(matrix), options);
        // A = (A·Q)·Qᵀ for an orthonormal basis Q of its rows.
        DenseMatrix basis = HouseholderQr.OrthogonalFactor(Copy(matrix), options);
        var square = new DenseMatrix(matrix.Rows, matrix.Rows);
        DoubleProduct.Add(matrix, Transposed(basis), square, options);
        if (OfSquare(square, options) is not { } factor)
            return null;
        var nearest = new DenseMatrix(matrix.Rows, matrix.Columns);
        DoubleProduct.Add(factor, basis, nearest, options);
        return nearest;
    }

    private static DenseMatrix? OfSquare(DenseMatrix x, BuildOptions options)
    {
        double scale = 0;
        for (int step = 0; step < MaxSteps; step++)
        {
            DenseMatrix inverse = Copy(x);
            if (!GaussJordan.TryInvert(inverse, options))
                return null;
            double size = Size(x), inverseSize = Size(inverse);
            if (!(size * inverseSize < MaxCondition))
                return null;
            if (scale != 1)
                scale = Math.Sqrt(inverseSize / size);
            double change = Math.Sqrt(Average(x, Transposed(inverse), scale) / x.Rows);
            if (change < Converged)
                return x;
            if (change < NearlyConverged)
                scale = 1;
        }
        return null;
    }

    /// <summary>x ← (γx + y/γ) / 2.</summary>
    /// <returns>The sum of squares of what changed.</returns>
    private static double Average(DenseMatrix x, DenseMatrix y, double scale)
    {
        double change = 0;
        Span<double> next = new double[x.Columns];
        for (int i = 0; i < x.Rows; i++)
        {
            TensorPrimitives.Multiply(y.Row(i), 0.5 / scale, next);
            TensorPrimitives.MultiplyAdd(x.Row(i), 0.5 * scale, next, next);
            TensorPrimitives.Subtract(next, x.Row(i), x.Row(i));
            change += TensorPrimitives.SumOfSquares<double>(x.Row(i));
            next.CopyTo(x.Row(i));
        }
        return change;
    }

    /// <summary>The geometric mean of the largest row sum and the largest column sum of magnitudes, an estimate of the largest singular value.</summary>
    private static double Size(DenseMatrix matrix)
    {
        double rows = 0;
        Span<double> sums = new double[matrix.Columns], magnitudes = new double[matrix.Columns];
        for (int i = 0; i < matrix.Rows; i++)
        {
            TensorPrimitives.Abs(matrix.Row(i), magnitudes);
            rows = Math.Max(rows, TensorPrimitives.Sum<double>(magnitudes));
            TensorPrimitives.Add(sums, magnitudes, sums);
        }
        return Math.Sqrt(rows * TensorPrimitives.Max<double>(sums));
    }

    private static DenseMatrix Copy(DenseMatrix matrix)
    {
        var copy = new DenseMatrix(matrix.Rows, matrix.Columns);
        matrix.Values.CopyTo(copy.Values, 0);
        return copy;
    }

    private static DenseMatrix Transposed(DenseMatrix matrix)
    {
        // Blocks that fit into the first-level cache on both sides.
        const int Block = 16;
        var transposed = new DenseMatrix(matrix.Columns, matrix.Rows);
        for (int row = 0; row < matrix.Rows; row += Block)
        {
            for (int column = 0; column < matrix.Columns; column += Block)
            {
                for (int i = row; i < Math.Min(row + Block, matrix.Rows); i++)
                {
                    for (int j = column; j < Math.Min(column + Block, matrix.Columns); j++)
                        transposed[j, i] = matrix[i, j];
                }
            }
        }
        return transposed;
    }
}
