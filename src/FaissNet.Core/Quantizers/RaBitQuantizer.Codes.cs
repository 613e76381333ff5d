using System.Numerics.Tensors;
using FaissNet.Quantizers;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public sealed partial class RaBitQuantizer
{
    private const int CodeBlock = 256;

    internal override void Train(Rows<float> vectors, BuildOptions options)
    {
        if (vectors.IsEmpty)
            throw new ArgumentException("Training RaBitQ takes at least one vector, but none were given.", nameof(vectors));
        // Row by row in single precision: the sums of FAISS.
        var center = new float[Dimension];
        for (long i = 0; i < vectors.Count; i++)
        {
            if (i % (1 << 16) == 0)
                options.CancellationToken.ThrowIfCancellationRequested();
            TensorPrimitives.Add(center, vectors[i], center);
        }
        TensorPrimitives.Divide(center, (float)vectors.Count, center);
        options.Progress?.Report(new BuildProgress("centre", vectors.Count, vectors.Count));
        _center = center;
    }

    internal override unsafe void Encode(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
    {
        fixed (float* center = _center)
            Encode(vectors, new Rows<float>(center, 1, Dimension), default, codes, options);
    }

    /// <summary>Encodes vectors against the centres of their lists.</summary>
    /// <param name="vectors">n × d.</param>
    /// <param name="centers">The centres.</param>
    /// <param name="lists">n × 1 numbers of centres, −1 for a code that nobody will look at; none at all where there is one centre.</param>
    /// <param name="codes">Receives n × the code size.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    internal void Encode(Rows<float> vectors, Rows<float> centers, Rows<int> lists, Rows<byte> codes, BuildOptions options)
    {
        var progress = new BuildCounter(options, "encoding", vectors.Count);
        ParallelRange.Run(
            new EncodeJob(this, vectors, centers, lists, codes), vectors.Count, CodeBlock, options.MaxDegreeOfParallelism, options.CancellationToken,
            progress.Add);
    }

    internal override unsafe void Decode(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
    {
        fixed (float* center = _center)
            Decode(codes, new Rows<float>(center, 1, Dimension), default, vectors, options);
    }

    /// <summary>Decodes what <see cref="Encode(Rows{float}, Rows{float}, Rows{int}, Rows{byte}, BuildOptions)"/> has encoded.</summary>
    internal void Decode(Rows<byte> codes, Rows<float> centers, Rows<int> lists, Rows<float> vectors, BuildOptions options)
    {
        Action<long>? progress = BuildCounter.For(options, "decoding", vectors.Count);
        ParallelRange.Run(
            new DecodeJob(this, codes, centers, lists, vectors), vectors.Count, CodeBlock, options.MaxDegreeOfParallelism, options.CancellationToken,
            progress);
    }

    private readonly struct EncodeJob(RaBitQuantizer quantizer, Rows<float> vectors, Rows<float> centers, Rows<int> lists, Rows<byte> codes)
        : IRangeJob
    {
        public void Run(long start, long end)
        {
            using var residual = new Scratch<float>(1, quantizer.Dimension);
            RaBitQExtraCode? extra = quantizer.ExtraBits > 0 ? new RaBitQExtraCode(quantizer.Dimension, quantizer.ExtraBits, quantizer.Metric) : null;
            for (long i = start; i < end; i++)
            {
                int list = lists.Count == 0 ? 0 : lists[i][0];
                if (list < 0)
                    codes[i].Clear();
                else
                    RaBitQEncoder.Encode(vectors[i], centers[list], residual.Rows[0], quantizer.Shape, quantizer.Metric, extra, codes[i]);
            }
        }
    }

    private readonly struct DecodeJob(RaBitQuantizer quantizer, Rows<byte> codes, Rows<float> centers, Rows<int> lists, Rows<float> vectors)
        : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (long i = start; i < end; i++)
                RaBitQEncoder.Decode(codes[i], centers[lists.Count == 0 ? 0 : lists[i][0]], quantizer.Shape, vectors[i]);
        }
    }
}
