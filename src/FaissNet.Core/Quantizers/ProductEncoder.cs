using System.Buffers;
using System.Numerics.Tensors;
using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet.Quantizers;

/// <summary>
/// The centroids of a product quantizer as the distance tile wants them, one panel per slice. Both sides are shifted by the mean of the centroids
/// first: distances are computed as ‖x‖² + ‖c‖² − 2xc, which loses digits when the vectors lie far from the origin, and FAISS's do not where
/// slices are short. Encoding may run on several threads.
/// </summary>
internal sealed class ProductEncoder
{
    private readonly PackedPanel[] _panels;
    private readonly float[] _means;
    private readonly int _width;

    public unsafe ProductEncoder(Rows<float> centroids, int m)
    {
        _width = centroids.Width;
        int count = (int)(centroids.Count / m);
        _panels = new PackedPanel[m];
        _means = new float[m * _width];
        using var shifted = new AlignedBuffer<float>((long)count * _width);
        Rows<float> rows = shifted.AsRows(_width);
        for (int i = 0; i < m; i++)
        {
            Rows<float> codebook = centroids.Slice((long)i * count, count);
            Span<float> mean = _means.AsSpan(i * _width, _width);
            for (int j = 0; j < count; j++)
                TensorPrimitives.Add(mean, codebook[j], mean);
            TensorPrimitives.Divide(mean, count, mean);
            for (int j = 0; j < count; j++)
                TensorPrimitives.Subtract(codebook[j], mean, rows[j]);
            _panels[i] = new PackedPanel();
            _panels[i].Pack(rows.Pointer, count, _width);
        }
    }

    /// <summary>Vectors to encode at a time: as many as fit into the second-level cache.</summary>
    public int Block => Math.Clamp(65536 / _means.Length, 30, 960);

    /// <summary>Number of the nearest centroid of each slice of each vector.</summary>
    /// <param name="vectors">n × d.</param>
    /// <param name="numbers">Receives M × n numbers, slice after slice.</param>
    public unsafe void Encode(Rows<float> vectors, Span<int> numbers)
    {
        int n = (int)vectors.Count;
        float[] shifted = ArrayPool<float>.Shared.Rent(n * vectors.Width);
        for (int i = 0; i < n; i++)
            TensorPrimitives.Subtract(vectors[i], _means, shifted.AsSpan(i * vectors.Width, vectors.Width));
        fixed (float* rows = shifted)
        fixed (int* ids = numbers)
        {
            for (int m = 0; m < _panels.Length; m++)
                DistanceTile.Nearest(rows + m * _width, n, vectors.Width, _panels[m], Metric.L2, ids + (long)m * n, null);
        }
        ArrayPool<float>.Shared.Return(shifted);
        // A vector whose distances overflow is near nothing; count it to the first centroid.
        for (int i = 0; i < numbers.Length; i++)
            numbers[i] = Math.Max(numbers[i], 0);
    }
}
