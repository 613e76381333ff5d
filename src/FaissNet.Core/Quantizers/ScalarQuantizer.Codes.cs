using System.Buffers;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using FaissNet.Kernels;
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
        Action<long>? progress = BuildCounter.For(options, "decoding", vectors.Count);
        ParallelRange.Run(
            new DecodeJob(this, codes, vectors), codes.Count, CodeBlock, options.MaxDegreeOfParallelism, options.CancellationToken, progress);
    }

    /// <summary>Encodes on the calling thread.</summary>
    private unsafe void EncodeRows(Rows<float> vectors, Rows<byte> codes)
    {
        if (Type is ScalarQuantizerType.EightBit or ScalarQuantizerType.EightBitUniform)
        {
            fixed (float* lows = _lows)
            fixed (float* spans = _spans)
                ScalarCode.Encode(vectors.Pointer, vectors.Count, Dimension, lows, spans, codes.Pointer);
            return;
        }
        byte[] levels = ArrayPool<byte>.Shared.Rent(Dimension);
        for (long i = 0; i < vectors.Count; i++)
            EncodeRow(vectors[i], codes[i], levels.AsSpan(0, Dimension));
        ArrayPool<byte>.Shared.Return(levels);
    }

    /// <summary>Decodes on the calling thread.</summary>
    private void DecodeRows(Rows<byte> codes, Rows<float> vectors)
    {
        byte[] levels = ArrayPool<byte>.Shared.Rent(Dimension);
        for (long i = 0; i < codes.Count; i++)
            DecodeRow(codes[i], vectors[i], levels.AsSpan(0, Dimension));
        ArrayPool<byte>.Shared.Return(levels);
    }

    private void EncodeRow(ReadOnlySpan<float> vector, Span<byte> code, Span<byte> levels)
    {
        switch (Type)
        {
            case ScalarQuantizerType.Float16:
                Float16.Encode(vector, MemoryMarshal.Cast<byte, ushort>(code));
                break;
            case ScalarQuantizerType.BFloat16:
                BFloat16.Encode(vector, MemoryMarshal.Cast<byte, ushort>(code));
                break;
            case ScalarQuantizerType.EightBitDirect:
                for (int i = 0; i < vector.Length; i++)
                    code[i] = (byte)(int)vector[i];
                break;
            case ScalarQuantizerType.EightBitDirectSigned:
                for (int i = 0; i < vector.Length; i++)
                    code[i] = (byte)(int)(vector[i] + 128);
                break;
            default:
                ScalarLevels.Encode(vector, _lows, _spans, (1 << Bits) - 1, levels);
                BitString.Pack(levels, Bits, code);
                break;
        }
    }

    private void DecodeRow(ReadOnlySpan<byte> code, Span<float> vector, Span<byte> levels)
    {
        switch (Type)
        {
            case ScalarQuantizerType.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(code), vector);
                break;
            case ScalarQuantizerType.BFloat16:
                BFloat16.Decode(MemoryMarshal.Cast<byte, ushort>(code), vector);
                break;
            case ScalarQuantizerType.EightBitDirect:
                TensorPrimitives.ConvertTruncating(code, vector);
                break;
            case ScalarQuantizerType.EightBitDirectSigned:
                TensorPrimitives.ConvertTruncating(code, vector);
                TensorPrimitives.Subtract(vector, 128, vector);
                break;
            case ScalarQuantizerType.EightBit or ScalarQuantizerType.EightBitUniform:
                ScalarLevels.Decode(code, _lows, _spans, 255, vector);
                break;
            default:
                BitString.Unpack(code, Bits, levels);
                ScalarLevels.Decode(levels, _lows, _spans, (1 << Bits) - 1, vector);
                break;
        }
    }

    private readonly struct EncodeJob(ScalarQuantizer quantizer, Rows<float> vectors, Rows<byte> codes) : IRangeJob
    {
        public void Run(long start, long end)
            => quantizer.EncodeRows(vectors.Slice(start, end - start), codes.Slice(start, end - start));
    }

    private readonly struct DecodeJob(ScalarQuantizer quantizer, Rows<byte> codes, Rows<float> vectors) : IRangeJob
    {
        public void Run(long start, long end)
            => quantizer.DecodeRows(codes.Slice(start, end - start), vectors.Slice(start, end - start));
    }
}
