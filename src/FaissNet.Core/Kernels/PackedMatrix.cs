using System.Numerics.Tensors;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet.Kernels;

/// <summary>
/// A matrix A (m × d) laid out for y = A·x + b over many rows x: the inner products of <see cref="DistanceTile"/> with the rows of A. A result depends
/// on its row and the tier alone, not on what else is in the batch.
/// </summary>
internal sealed class PackedMatrix : IDisposable
{
    /// <summary>Rows that one worker takes at a time; a multiple of the tile's six.</summary>
    private const long Block = 240;

    private readonly PackedPanel _panel = new();
    private readonly float[] _bias;

    /// <param name="rows">A, row-major.</param>
    /// <param name="bias">b, m values, or none.</param>
    public unsafe PackedMatrix(Rows<float> rows, float[] bias)
    {
        _panel.Pack(rows.Pointer, rows.Count, rows.Width);
        _bias = bias;
    }

    /// <summary>Fills <paramref name="y"/> (n × m) with A·x + b for each row of <paramref name="x"/> (n × d).</summary>
    public void Multiply(Rows<float> x, Rows<float> y, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => ParallelRange.Run(new Job(_panel, _bias, x, y), x.Count, Block, maxDegreeOfParallelism, cancellationToken);

    /// <summary>y = A·x for a matrix that is used for one batch.</summary>
    public static unsafe void MultiplyOnce(float[] matrix, Rows<float> x, Rows<float> y, BuildOptions options)
    {
        fixed (float* pointer = matrix)
        {
            using var packed = new PackedMatrix(new Rows<float>(pointer, y.Width, x.Width), []);
            packed.Multiply(x, y, options.MaxDegreeOfParallelism, options.CancellationToken);
        }
    }

    public void Dispose() => _panel.Dispose();

    private readonly struct Job(PackedPanel panel, float[] bias, Rows<float> x, Rows<float> y) : IRangeJob
    {
        public unsafe void Run(long start, long end)
        {
            DistanceTile.Distances(x.RowPointer(start), end - start, panel, Metric.InnerProduct, y.RowPointer(start), y.Width);
            for (long i = start; bias.Length > 0 && i < end; i++)
                TensorPrimitives.Add(y[i], bias, y[i]);
        }
    }
}
