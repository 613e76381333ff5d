using System.Numerics;
using System.Runtime.InteropServices;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet.Quantizers;

/// <summary>Finds the ranges of a <see cref="ScalarQuantizer"/> with the arithmetic, and the quirks, of FAISS's <c>train_Uniform</c> and
/// <c>train_NonUniform</c>.</summary>
internal static partial class ScalarRange
{
    private const string Stage = "scalar quantizer";

    // One cache line of floats.
    private const int ColumnBlock = 16;

    /// <summary>[low, high − low] of all values together, or all lows and then all differences, one per column.</summary>
    /// <param name="x">The sample.</param>
    /// <param name="stat">The statistic.</param>
    /// <param name="arg">Its parameter.</param>
    /// <param name="levels">Number of different codes.</param>
    /// <param name="uniform">Whether all columns share one range.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    public static float[] Find(Rows<float> x, RangeStat stat, float arg, int levels, bool uniform, BuildOptions options)
    {
        if (uniform && stat != RangeStat.MinMax)
            return OfAll(x, stat, arg, levels, options.CancellationToken);
        int d = x.Width;
        var trained = new float[2 * d];
        var progress = new BuildCounter(options, Stage, d);
        if (stat == RangeStat.MinMax)
        {
            ParallelRange.Run(new MinMaxJob(x, trained), d, ColumnBlock, options.MaxDegreeOfParallelism, options.CancellationToken, progress.Add);
            return Widen(trained, arg, uniform);
        }
        var job = new ColumnJob(x, stat, arg, levels, trained, options.CancellationToken);
        ParallelRange.Run(job, d, 1, options.MaxDegreeOfParallelism, options.CancellationToken, progress.Add);
        return trained;
    }

    /// <summary>From [lows, highs] to [lows, differences], widened by a share of the range; first joined where all columns share one.</summary>
    private static float[] Widen(float[] bounds, float arg, bool uniform)
    {
        int d = bounds.Length / 2;
        if (uniform)
        {
            float low = bounds[0];
            float high = bounds[d];
            for (int i = 1; i < d; i++)
            {
                low = bounds[i] < low ? bounds[i] : low;
                high = bounds[d + i] > high ? bounds[d + i] : high;
            }
            (bounds, d) = ([low, high], 1);
        }
        for (int i = 0; i < d; i++)
        {
            float margin = (bounds[d + i] - bounds[i]) * arg;
            bounds[i] -= margin;
            bounds[d + i] = bounds[d + i] + margin - bounds[i];
        }
        return bounds;
    }

    private static float[] OfAll(Rows<float> x, RangeStat stat, float arg, int levels, CancellationToken cancellationToken)
    {
        using var values = new AlignedBuffer<float>();
        values.Append(x);
        (float low, float high) = OfValues(values.AsRows(1).AsSpan(), stat, arg, levels, cancellationToken);
        return [low, high - low];
    }

    /// <summary>Smallest and largest value of columns, row by row, so that of 0 and −0 the first is kept, as FAISS does.</summary>
    private readonly struct MinMaxJob(Rows<float> x, float[] bounds) : IRangeJob
    {
        public void Run(long start, long end)
        {
            int from = (int)start;
            int width = (int)(end - start);
            Span<float> low = bounds.AsSpan(from, width);
            Span<float> high = bounds.AsSpan(bounds.Length / 2 + from, width);
            x[0].Slice(from, width).CopyTo(low);
            x[0].Slice(from, width).CopyTo(high);
            for (long i = 1; i < x.Count; i++)
                Include(x[i].Slice(from, width), low, high);
        }

        private static void Include(ReadOnlySpan<float> row, Span<float> low, Span<float> high)
        {
            ReadOnlySpan<Vector<float>> rows = MemoryMarshal.Cast<float, Vector<float>>(row);
            Span<Vector<float>> lows = MemoryMarshal.Cast<float, Vector<float>>(low);
            Span<Vector<float>> highs = MemoryMarshal.Cast<float, Vector<float>>(high);
            for (int j = 0; j < rows.Length; j++)
            {
                lows[j] = Vector.ConditionalSelect(Vector.LessThan(rows[j], lows[j]), rows[j], lows[j]);
                highs[j] = Vector.ConditionalSelect(Vector.GreaterThan(rows[j], highs[j]), rows[j], highs[j]);
            }
            for (int j = rows.Length * Vector<float>.Count; j < row.Length; j++)
            {
                low[j] = row[j] < low[j] ? row[j] : low[j];
                high[j] = row[j] > high[j] ? row[j] : high[j];
            }
        }
    }

    private readonly struct ColumnJob(
        Rows<float> x, RangeStat stat, float arg, int levels, float[] trained, CancellationToken cancellationToken) : IRangeJob
    {
        public void Run(long start, long end)
        {
            using var column = new AlignedBuffer<float>(x.Count);
            Span<float> values = column.AsRows(1).AsSpan();
            for (int j = (int)start; j < end; j++)
            {
                // FAISS's transposition leaves the first row out and so counts it as zeros; its codes can only be met by doing the same.
                values[0] = 0;
                for (int i = 1; i < values.Length; i++)
                    values[i] = x[i][j];
                (float low, float high) = OfValues(values, stat, arg, levels, cancellationToken);
                trained[j] = low;
                trained[trained.Length / 2 + j] = high - low;
            }
        }
    }
}
