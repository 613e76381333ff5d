using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet.Kernels;

/// <summary>
/// AᵀB over many rows: the sums of outer products of which covariances and Procrustes problems are made. Products of 256 rows are summed up in single
/// precision in register tiles of 6 × 2 vectors, those sums in double precision. The result does not depend on the number of threads.
/// </summary>
internal static unsafe class CrossProduct
{
    /// <summary>Rows whose products are summed up in single precision; they stay in the second-level cache.</summary>
    private const int Depth = 256;

    /// <summary>Rows of a tile.</summary>
    private const int TileRows = 6;

    /// <summary>Rows of the result that are worth a worker of their own, which lays out all of B for them.</summary>
    private const int FewestRows = 8 * TileRows;

    /// <summary>Fills <paramref name="sums"/> (row-major, columns of a × columns of b) with the sum over all rows of aᵢ·bⱼ.</summary>
    public static void Compute(Rows<float> a, Rows<float> b, double[] sums, BuildOptions options)
        => Compute(a, b, sums, options, Simd.Tier);

    internal static void Compute(Rows<float> a, Rows<float> b, double[] sums, BuildOptions options, SimdTier tier)
    {
        int workers = ParallelRange.Workers(options.MaxDegreeOfParallelism);
        int rows = Math.Max(FewestRows, (a.Width + workers - 1) / workers);
        ParallelRange.Run(
            new Job(a, b, sums, tier), a.Width, rows + (TileRows - rows % TileRows) % TileRows, options.MaxDegreeOfParallelism, options.CancellationToken);
    }

    private static void Run<TLanes, TVector>(Rows<float> a, Rows<float> b, int start, int end, double[] sums)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int width = 2 * TLanes.Width;
        int blocks = (b.Width + width - 1) / width;
        int tiles = (end - start + TileRows - 1) / TileRows;
        using var left = new Scratch<float>(Depth, tiles * TileRows);
        using var right = new Scratch<float>(Depth, blocks * width);
        float* products = stackalloc float[TileRows * 2 * 16];
        for (long row = 0; row < a.Count; row += Depth)
        {
            int depth = (int)Math.Min(Depth, a.Count - row);
            Pack(a.Slice(row, depth), start, end - start, TileRows, left.Pointer);
            Pack(b.Slice(row, depth), 0, b.Width, width, right.Pointer);
            for (int block = 0; block < blocks; block++)
            {
                int columns = Math.Min(width, b.Width - block * width);
                for (int tile = 0; tile < tiles; tile++)
                {
                    Tile<TLanes, TVector>(left.Pointer + (long)tile * depth * TileRows, right.Pointer + (long)block * depth * width, depth, products);
                    int first = start + tile * TileRows;
                    for (int i = 0; i < TileRows && first + i < end; i++)
                    {
                        Span<double> target = sums.AsSpan(checked((first + i) * b.Width + block * width), columns);
                        for (int j = 0; j < columns; j++)
                            target[j] += products[i * width + j];
                    }
                }
            }
        }
    }

    /// <summary>Lays columns out in blocks of <paramref name="width"/>, [block][row][width], the last one filled up with zeros.</summary>
    private static void Pack(Rows<float> rows, int start, int count, int width, float* target)
    {
        for (int column = 0; column < count; column += width)
        {
            int taken = Math.Min(width, count - column);
            for (long r = 0; r < rows.Count; r++, target += width)
            {
                new ReadOnlySpan<float>(rows.RowPointer(r) + start + column, taken).CopyTo(new Span<float>(target, taken));
                new Span<float>(target + taken, width - taken).Clear();
            }
        }
    }

    /// <summary>Six columns of a against two vectors of columns of b, all sums in registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TLanes, TVector>(float* a, float* b, int depth, float* products)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int width = TLanes.Width;
        TVector c00 = TLanes.Zero, c01 = TLanes.Zero, c10 = TLanes.Zero, c11 = TLanes.Zero;
        TVector c20 = TLanes.Zero, c21 = TLanes.Zero, c30 = TLanes.Zero, c31 = TLanes.Zero;
        TVector c40 = TLanes.Zero, c41 = TLanes.Zero, c50 = TLanes.Zero, c51 = TLanes.Zero;
        for (int r = 0; r < depth; r++, a += TileRows, b += 2 * width)
        {
            TVector b0 = TLanes.Load(b);
            TVector b1 = TLanes.Load(b + width);
            TVector x = TLanes.Broadcast(a[0]);
            c00 = TLanes.MultiplyAdd(x, b0, c00);
            c01 = TLanes.MultiplyAdd(x, b1, c01);
            x = TLanes.Broadcast(a[1]);
            c10 = TLanes.MultiplyAdd(x, b0, c10);
            c11 = TLanes.MultiplyAdd(x, b1, c11);
            x = TLanes.Broadcast(a[2]);
            c20 = TLanes.MultiplyAdd(x, b0, c20);
            c21 = TLanes.MultiplyAdd(x, b1, c21);
            x = TLanes.Broadcast(a[3]);
            c30 = TLanes.MultiplyAdd(x, b0, c30);
            c31 = TLanes.MultiplyAdd(x, b1, c31);
            x = TLanes.Broadcast(a[4]);
            c40 = TLanes.MultiplyAdd(x, b0, c40);
            c41 = TLanes.MultiplyAdd(x, b1, c41);
            x = TLanes.Broadcast(a[5]);
            c50 = TLanes.MultiplyAdd(x, b0, c50);
            c51 = TLanes.MultiplyAdd(x, b1, c51);
        }
        TLanes.Store(c00, products);
        TLanes.Store(c01, products + width);
        TLanes.Store(c10, products + (2 * width));
        TLanes.Store(c11, products + (3 * width));
        TLanes.Store(c20, products + (4 * width));
        TLanes.Store(c21, products + (5 * width));
        TLanes.Store(c30, products + (6 * width));
        TLanes.Store(c31, products + (7 * width));
        TLanes.Store(c40, products + (8 * width));
        TLanes.Store(c41, products + (9 * width));
        TLanes.Store(c50, products + (10 * width));
        TLanes.Store(c51, products + (11 * width));
    }

    private readonly struct Job(Rows<float> a, Rows<float> b, double[] sums, SimdTier tier) : IRangeJob
    {
        public void Run(long start, long end)
        {
            if (tier == SimdTier.Vector512)
                CrossProduct.Run<Lanes512, Vector512<float>>(a, b, (int)start, (int)end, sums);
            else if (tier == SimdTier.Vector256)
                CrossProduct.Run<Lanes256, Vector256<float>>(a, b, (int)start, (int)end, sums);
            else if (tier == SimdTier.Vector128)
                CrossProduct.Run<Lanes128, Vector128<float>>(a, b, (int)start, (int)end, sums);
            else
                CrossProduct.Run<ScalarLanes, float>(a, b, (int)start, (int)end, sums);
        }
    }
}
