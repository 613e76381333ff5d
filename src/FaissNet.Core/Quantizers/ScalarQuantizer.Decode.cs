using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using FaissNet.Storage;

namespace FaissNet;

public sealed partial class ScalarQuantizer
{
    /// <summary>Decodes on the calling thread, without allocating: what a search does with a block of codes.</summary>
    internal void DecodeRows(Rows<byte> codes, Rows<float> vectors)
    {
        for (long row = 0; row < codes.Count; row++)
        {
            ReadOnlySpan<byte> code = codes[row];
            Span<float> vector = vectors[row];
            switch (Type)
            {
                case ScalarQuantizerType.Float16:
                    TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(code), vector);
                    break;
                case ScalarQuantizerType.EightBitDirect:
                    TensorPrimitives.ConvertTruncating(code, vector);
                    break;
                case ScalarQuantizerType.SixBit:
                    UnpackSixBits(code, vector);
                    ToRange(vector, 63);
                    break;
                case ScalarQuantizerType.FourBit or ScalarQuantizerType.FourBitUniform:
                    UnpackFourBits(code, vector);
                    ToRange(vector, 15);
                    break;
                default:
                    TensorPrimitives.ConvertTruncating(code, vector);
                    ToRange(vector, 255);
                    break;
            }
        }
    }

    private static void UnpackFourBits(ReadOnlySpan<byte> code, Span<float> numbers)
    {
        int pairs = numbers.Length / 2;
        for (int i = 0; i < pairs; i++)
        {
            numbers[2 * i] = code[i] & 15;
            numbers[2 * i + 1] = code[i] >> 4;
        }
        if (numbers.Length % 2 != 0)
            numbers[^1] = code[pairs] & 15;
    }

    private static void UnpackSixBits(ReadOnlySpan<byte> code, Span<float> numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
        {
            int bit = 6 * i;
            int low = code[bit >> 3];
            // The last number may end with the last byte.
            int high = (bit & 7) > 2 ? code[(bit >> 3) + 1] : 0;
            numbers[i] = (low | high << 8) >> (bit & 7) & 63;
        }
    }

    /// <summary>low + (number + ½) / steps · span, for all dimensions at once.</summary>
    private void ToRange(Span<float> numbers, float steps)
    {
        TensorPrimitives.Add(numbers, 0.5f, numbers);
        TensorPrimitives.Divide(numbers, steps, numbers);
        if (IsUniform)
        {
            TensorPrimitives.Multiply(numbers, _trained[1], numbers);
            TensorPrimitives.Add(numbers, _trained[0], numbers);
            return;
        }
        TensorPrimitives.Multiply(numbers, _trained.AsSpan(Dimension), numbers);
        TensorPrimitives.Add(numbers, _trained.AsSpan(0, Dimension), numbers);
    }
}
