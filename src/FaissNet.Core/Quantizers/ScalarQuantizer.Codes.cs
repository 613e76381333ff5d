using FaissNet.Quantizers;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public sealed partial class ScalarQuantizer
{
    private const int CodeBlock = 1024;

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

    private void EncodeRow(ReadOnlySpan<float> vector, Span<byte> code, Span<int> numbers)
    {
        for (int i = 0; i < vector.Length; i++)
        {
            numbers[i] = Type switch
            {
                ScalarQuantizerType.Float16 => Float16.Encode(vector[i]),
                ScalarQuantizerType.EightBitDirect => (byte)(int)vector[i],
                ScalarQuantizerType.EightBit or ScalarQuantizerType.EightBitUniform => (int)(255 * Share(vector[i], i)),
                // FAISS's constants here are doubles, so the product is not rounded before it is cut.
                ScalarQuantizerType.SixBit => (int)(Share(vector[i], i) * 63.0),
                _ => (int)(Share(vector[i], i) * 15.0),
            };
        }
        BitString.Pack(numbers, Bits, code);
    }

    private float Share(float value, int i)
    {
        float span = Span(i);
        return span == 0 ? 0 : Math.Clamp((value - Low(i)) / span, 0, 1);
    }

    private readonly struct EncodeJob(ScalarQuantizer quantizer, Rows<float> vectors, Rows<byte> codes) : IRangeJob
    {
        public void Run(long start, long end)
        {
            var numbers = new int[quantizer.Dimension];
            for (long i = start; i < end; i++)
                quantizer.EncodeRow(vectors[i], codes[i], numbers);
        }
    }

    private readonly struct DecodeJob(ScalarQuantizer quantizer, Rows<byte> codes, Rows<float> vectors) : IRangeJob
    {
        public void Run(long start, long end)
            => quantizer.DecodeRows(codes.Slice(start, end - start), vectors.Slice(start, end - start));
    }
}
