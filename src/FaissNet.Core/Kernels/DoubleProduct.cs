using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using FaissNet.LinearAlgebra;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet.Kernels;

/// <summary>
/// C ← C + A·B in double precision, in register tiles of 6 rows × 2 vectors: what trainings multiply whose matrices are decomposed. The result does not depend
/// on the number of threads.
/// </summary>
internal static unsafe class DoubleProduct
{
    /// <summary>Rows of B that are gone through at a time; a block of their columns stays in the first-level cache.</summary>
    private const int Depth = 64;

    /// <summary>Rows of a tile.</summary>
    private const int TileRows = 6;

    /// <summary>Rows of C that one worker takes at a time.</summary>
    private const int RowsPerJob = 8 * TileRows;

    /// <summary>Columns of a tile.</summary>
    private static int TileColumns => 2 * Vector<double>.Count;

    /// <summary>Adds the product of <paramref name="a"/> (n × k) and <paramref name="b"/> (k × m) to <paramref name="c"/> (n × m).</summary>
    public static void Add(DenseMatrix a, DenseMatrix b, DenseMatrix c, BuildOptions options)
    {
        using var packed = new Scratch<double>(Math.Min(Depth, b.Rows), b.Columns);
        for (int k = 0; k < b.Rows; k += Depth)
        {
            int depth = Math.Min(Depth, b.Rows - k);
            Pack(b, k, depth, packed.Pointer);
            ParallelRange.Run(
                new Job(a, b, c, k, depth, packed.Pointer), c.Rows, RowsPerJob, options.MaxDegreeOfParallelism, options.CancellationToken);
        }
    }

    /// <summary>Lays the columns that fill tiles out in blocks, [block][row][columns of a tile]: rows of a matrix often lie a power of two apart, and evict each other.</summary>
    private static void Pack(DenseMatrix b, int first, int depth, double* target)
    {
        int width = TileColumns;
        for (int row = 0; row < depth; row++)
        {
            ReadOnlySpan<double> values = b.Row(first + row);
            for (int column = 0; column + width <= values.Length; column += width)
                values.Slice(column, width).CopyTo(new Span<double>(target + (long)column * depth + row * width, width));
        }
    }

    private static void Run(DenseMatrix a, DenseMatrix b, DenseMatrix c, int k, int depth, double* packed, int start, int end)
    {
        int inTiles = c.Columns - c.Columns % TileColumns;
        int row = start;
        fixed (double* left = a.Values)
        fixed (double* sums = c.Values)
        {
            for (; row + TileRows <= end; row += TileRows)
            {
                double* factors = left + (long)row * a.Columns + k;
                for (int column = 0; column < inTiles; column += TileColumns)
                    Tile(factors, a.Columns, packed + (long)column * depth, depth, sums + (long)row * c.Columns + column, c.Columns);
            }
        }
        AddRows(a, b, c, k, depth, start, row, inTiles);
        AddRows(a, b, c, k, depth, row, end, 0);
    }

    /// <summary>What is left beside and below the tiles.</summary>
    private static void AddRows(DenseMatrix a, DenseMatrix b, DenseMatrix c, int k, int depth, int start, int end, int column)
    {
        if (column == c.Columns)
            return;
        for (int row = start; row < end; row++)
        {
            Span<double> sums = c.Row(row)[column..];
            for (int j = k; j < k + depth; j++)
                TensorPrimitives.MultiplyAddEstimate(b.Row(j)[column..], a[row, j], sums, sums);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Tile(double* a, int aStride, double* b, int depth, double* c, int cStride)
    {
        int width = Vector<double>.Count;
        double* a1 = a + aStride, a2 = a1 + aStride, a3 = a2 + aStride, a4 = a3 + aStride, a5 = a4 + aStride;
        double* c1 = c + cStride, c2 = c1 + cStride, c3 = c2 + cStride, c4 = c3 + cStride, c5 = c4 + cStride;
        Vector<double> c00 = Vector.Load(c), c01 = Vector.Load(c + width), c10 = Vector.Load(c1), c11 = Vector.Load(c1 + width);
        Vector<double> c20 = Vector.Load(c2), c21 = Vector.Load(c2 + width), c30 = Vector.Load(c3), c31 = Vector.Load(c3 + width);
        Vector<double> c40 = Vector.Load(c4), c41 = Vector.Load(c4 + width), c50 = Vector.Load(c5), c51 = Vector.Load(c5 + width);
        for (int k = 0; k < depth; k++, b += 2 * width)
        {
            Vector<double> b0 = Vector.Load(b);
            Vector<double> b1 = Vector.Load(b + width);
            Vector<double> x = Vector.Create(a[k]);
            c00 = Vector.MultiplyAddEstimate(x, b0, c00);
            c01 = Vector.MultiplyAddEstimate(x, b1, c01);
            x = Vector.Create(a1[k]);
            c10 = Vector.MultiplyAddEstimate(x, b0, c10);
            c11 = Vector.MultiplyAddEstimate(x, b1, c11);
            x = Vector.Create(a2[k]);
            c20 = Vector.MultiplyAddEstimate(x, b0, c20);
            c21 = Vector.MultiplyAddEstimate(x, b1, c21);
            x = Vector.Create(a3[k]);
            c30 = Vector.MultiplyAddEstimate(x, b0, c30);
            c31 = Vector.MultiplyAddEstimate(x, b1, c31);
            x = Vector.Create(a4[k]);
            c40 = Vector.MultiplyAddEstimate(x, b0, c40);
            c41 = Vector.MultiplyAddEstimate(x, b1, c41);
            x = Vector.Create(a5[k]);
            c50 = Vector.MultiplyAddEstimate(x, b0, c50);
            c51 = Vector.MultiplyAddEstimate(x, b1, c51);
        }
        Vector.Store(c00, c);
        Vector.Store(c01, c + width);
        Vector.Store(c10, c1);
        Vector.Store(c11, c1 + width);
        Vector.Store(c20, c2);
        Vector.Store(c21, c2 + width);
        Vector.Store(c30, c3);
        Vector.Store(c31, c3 + width);
        Vector.Store(c40, c4);
        Vector.Store(c41, c4 + width);
        Vector.Store(c50, c5);
        Vector.Store(c51, c5 + width);
    }

    private readonly struct Job(DenseMatrix a, DenseMatrix b, DenseMatrix c, int k, int depth, double* packed) : IRangeJob
    {
        public void Run(long start, long end) => DoubleProduct.Run(a, b, c, k, depth, packed, (int)start, (int)end);
    }
}
