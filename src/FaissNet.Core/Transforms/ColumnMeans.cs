using System.Numerics.Tensors;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>The mean of a sample, and the sample without it.</summary>
internal static class ColumnMeans
{
    /// <summary>Rows that are added up in single precision.</summary>
    private const int Block = 256;

    /// <summary>The mean of all rows.</summary>
    public static float[] Of(Rows<float> rows)
    {
        var sums = new double[rows.Width];
        var block = new float[rows.Width];
        for (long start = 0; start < rows.Count; start += Block)
        {
            Array.Clear(block);
            for (long i = start; i < Math.Min(rows.Count, start + Block); i++)
                TensorPrimitives.Add(block, rows[i], block);
            for (int j = 0; j < sums.Length; j++)
                sums[j] += block[j];
        }
        return Array.ConvertAll(sums, sum => (float)(sum / rows.Count));
    }

    /// <summary>The rows less a vector.</summary>
    public static AlignedBuffer<float> Subtract(Rows<float> rows, float[] mean)
    {
        var centered = new AlignedBuffer<float>(rows.Count * rows.Width);
        Rows<float> target = centered.AsRows(rows.Width);
        for (long i = 0; i < rows.Count; i++)
            TensorPrimitives.Subtract(rows[i], mean, target[i]);
        return centered;
    }
}
