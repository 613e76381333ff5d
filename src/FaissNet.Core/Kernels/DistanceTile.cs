using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>
/// Distances of n row-major vectors to the vectors of a <see cref="PackedPanel"/>, computed like a matrix product in register tiles and handed to
/// what consumes them (nearest, top-k, matrix) without a matrix in between. L2 is ‖x‖² + ‖y‖² − 2xy clamped at 0, as FAISS computes batches.
/// Blocks of rows small enough for the second-level cache meet one block of columns after the other; the sum over the dimension is never
/// split, so a result depends on its two vectors and the tier alone. NaN is never returned as a neighbour.
/// </summary>
internal static unsafe partial class DistanceTile
{
    /// <summary>Rows that meet a block of columns while it is in the nearest caches; a multiple of six.</summary>
    private const int MaxRowBlock = 240;

    /// <summary>Floats of a tile: six rows of four vectors of 16.</summary>
    private const int TileLength = 6 * 4 * 16;

    /// <summary>Bytes of rows that stay in the second-level cache.</summary>
    private const int RowBlockBytes = 256 * 1024;

    /// <summary>
    /// The nearest vector of <paramref name="y"/> for each of n rows: smallest L2 distance or largest inner product, the lowest index of equals.
    /// A row that is nowhere near (the panel is empty, or NaN) gets index −1 and ±<see cref="float.MaxValue"/>.
    /// </summary>
    /// <param name="x">n rows of <see cref="PackedPanel.Dimension"/> floats.</param>
    /// <param name="n">Number of rows.</param>
    /// <param name="y">Candidates.</param>
    /// <param name="metric">What nearest means.</param>
    /// <param name="ids">n indexes into the panel.</param>
    /// <param name="distances">n distances, or null.</param>
    public static void Nearest(float* x, long n, PackedPanel y, Metric metric, int* ids, float* distances) =>
        Nearest(x, n, y.Dimension, y, metric, ids, distances);

    /// <summary><see cref="Nearest(float*, long, PackedPanel, Metric, int*, float*)"/> for rows that are <paramref name="stride"/> floats apart.</summary>
    [SkipLocalsInit]
    public static void Nearest(float* x, long n, long stride, PackedPanel y, Metric metric, int* ids, float* distances)
    {
        float* scratch = stackalloc float[2 * 16 * MaxRowBlock];
        if (y.Tier == SimdTier.Vector512)
            NearestBody<Lanes512, Vector512<float>>(x, n, stride, y, metric, ids, distances, scratch);
        else if (y.Tier == SimdTier.Vector256)
            NearestBody<Lanes256, Vector256<float>>(x, n, stride, y, metric, ids, distances, scratch);
        else if (y.Tier == SimdTier.Vector128)
            NearestBody<Lanes128, Vector128<float>>(x, n, stride, y, metric, ids, distances, scratch);
        else
            NearestBody<ScalarLanes, float>(x, n, stride, y, metric, ids, distances, scratch);
    }

    /// <summary>
    /// Offers every vector of the panel to the heap of each of n rows. The vectors of the panel arrive in ascending order, as FAISS's
    /// rule for ties of inner products requires.
    /// </summary>
    /// <param name="x">n rows of <see cref="PackedPanel.Dimension"/> floats.</param>
    /// <param name="n">Number of rows.</param>
    /// <param name="y">Candidates.</param>
    /// <param name="metric">L2 for heaps of <see cref="SmallestFirst"/>, inner product for <see cref="LargestFirst"/>.</param>
    /// <param name="ids">The ids of the panel's vectors.</param>
    /// <param name="heaps">Where the results are.</param>
    public static void TopK(float* x, long n, PackedPanel y, Metric metric, in IdSource ids, in TopKRows heaps)
    {
        if (metric == Metric.L2)
            TopK<SmallestFirst>(x, n, y, ids, heaps);
        else
            TopK<LargestFirst>(x, n, y, ids, heaps);
    }

    /// <summary>
    /// The n × <see cref="PackedPanel.Count"/> matrix of distances or inner products; consecutive rows of the result are
    /// <paramref name="stride"/> floats apart.
    /// </summary>
    public static void Distances(float* x, long n, PackedPanel y, Metric metric, float* matrix, long stride) =>
        Distances(x, n, y.Dimension, y, metric, matrix, stride);

    /// <summary><see cref="Distances(float*, long, PackedPanel, Metric, float*, long)"/> for rows of x that are <paramref name="xStride"/> floats apart.</summary>
    public static void Distances(float* x, long n, long xStride, PackedPanel y, Metric metric, float* matrix, long stride)
    {
        if (metric == Metric.L2)
            Distances<SmallestFirst>(x, n, xStride, y, matrix, stride);
        else
            Distances<LargestFirst>(x, n, xStride, y, matrix, stride);
    }

    /// <summary>Every row block against every block of columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TLanes, TVector, TSink>(float* x, long n, long stride, PackedPanel y, float* bias, ref TSink sink)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TSink : struct, ITileSink<TLanes, TVector>
    {
        int d = y.Dimension;
        int width = y.Width;
        long blocks = y.BlockCount;
        int rowBlock = Math.Clamp(RowBlockBytes / (d * sizeof(float)) / 6 * 6, 6, MaxRowBlock);
        for (long first = 0; first < n; first += rowBlock)
        {
            int count = (int)Math.Min(rowBlock, n - first);
            sink.Begin(first, count);
            for (long b = 0; b < blocks; b++)
            {
                float* block = y.Block(b);
                float* start = bias + (b * width);
                for (int r = 0; r < count; r += 6)
                {
                    float* row = x + ((first + r) * stride);
                    if (y.VectorsPerBlock == 4)
                    {
                        if (count - r > 1)
                            SixByFour<TLanes, TVector, TSink>(row, stride, count - r, block, d, start, first + r, b * width, ref sink);
                        else
                            OneByFour<TLanes, TVector, TSink>(row, stride, 1, block, d, start, first + r, b * width, ref sink);
                    }
                    else
                    {
                        if (count - r > 1)
                            SixByTwo<TLanes, TVector, TSink>(row, stride, count - r, block, d, start, first + r, b * width, ref sink);
                        else
                            OneByTwo<TLanes, TVector, TSink>(row, stride, 1, block, d, start, first + r, b * width, ref sink);
                    }

                    sink.Flush(first + r, Math.Min(6, count - r), b * width);
                }
            }

            sink.End();
        }
    }
}
