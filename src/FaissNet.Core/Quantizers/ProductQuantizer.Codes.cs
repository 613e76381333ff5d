using System.Numerics.Tensors;
using FaissNet.Clustering;
using FaissNet.Quantizers;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public sealed partial class ProductQuantizer
{
    private const int CodeBlock = 1024;

    /// <summary>Replaces each slice by the number of its nearest centroid; of equally near ones the lowest number.</summary>
    internal override void Encode(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
    {
        var progress = new BuildCounter(options, "encoding", vectors.Count);
        ParallelRange.Run(
            new EncodeJob(this, vectors, codes), vectors.Count, CodeBlock, options.MaxDegreeOfParallelism, options.CancellationToken, progress.Add);
    }

    internal override void Decode(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
    {
        var progress = new BuildCounter(options, "decoding", vectors.Count);
        ParallelRange.Run(
            new DecodeJob(this, codes, vectors), codes.Count, CodeBlock, options.MaxDegreeOfParallelism, options.CancellationToken, progress.Add);
    }

    /// <summary>
    /// Tables for asymmetric distances: for each query and slice the distance (squared L2, or inner product) to every centroid of the slice.
    /// The distance to a code is the sum of M entries.
    /// </summary>
    /// <param name="queries">n × d.</param>
    /// <param name="metric">L2 or inner product.</param>
    /// <param name="tables">Receives n rows of M · ksub entries, [M][ksub].</param>
    internal void ComputeTables(Rows<float> queries, Metric metric, Rows<float> tables)
    {
        for (long i = 0; i < queries.Count; i++)
        {
            ReadOnlySpan<float> query = queries[i];
            Span<float> table = tables[i];
            for (int m = 0; m < M; m++)
            {
                Rows<float> codebook = CodebookRows(m);
                ReadOnlySpan<float> slice = query.Slice(m * DSub, DSub);
                for (int j = 0; j < KSub; j++)
                    table[m * KSub + j] = metric == Metric.L2 ? Squared(slice, codebook[j]) : TensorPrimitives.Dot(slice, codebook[j]);
            }
        }
    }

    private static float Squared(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        float distance = TensorPrimitives.Distance(x, y);
        return distance * distance;
    }

    private readonly struct EncodeJob(ProductQuantizer quantizer, Rows<float> vectors, Rows<byte> codes) : IRangeJob
    {
        public void Run(long start, long end)
        {
            var numbers = new int[quantizer.M];
            for (long i = start; i < end; i++)
            {
                for (int m = 0; m < quantizer.M; m++)
                    numbers[m] = Nearest(vectors[i].Slice(m * quantizer.DSub, quantizer.DSub), quantizer.CodebookRows(m));
                BitString.Pack(numbers, quantizer.NBits, codes[i]);
            }
        }

        private static int Nearest(ReadOnlySpan<float> slice, Rows<float> codebook)
        {
            int best = 0;
            float bestDistance = float.PositiveInfinity;
            for (int j = 0; j < codebook.Count; j++)
            {
                float distance = Squared(slice, codebook[j]);
                if (distance < bestDistance)
                    (best, bestDistance) = (j, distance);
            }
            return best;
        }
    }

    private readonly struct DecodeJob(ProductQuantizer quantizer, Rows<byte> codes, Rows<float> vectors) : IRangeJob
    {
        public void Run(long start, long end)
        {
            int width = quantizer.DSub;
            var numbers = new int[quantizer.M];
            for (long i = start; i < end; i++)
            {
                BitString.Unpack(codes[i], quantizer.NBits, numbers);
                Span<float> vector = vectors[i];
                for (int m = 0; m < numbers.Length; m++)
                    quantizer.CodebookRows(m)[numbers[m]].CopyTo(vector.Slice(m * width, width));
            }
        }
    }
}
