using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace FaissNet.Evaluation;

/// <summary>Sizes of the elements and their way into the types that callers ask for.</summary>
internal static class Elements
{
    public static int Size(VectorElementType type) => type switch
    {
        VectorElementType.Float32 or VectorElementType.Int32 => 4,
        VectorElementType.Float16 => 2,
        VectorElementType.UInt8 => 1,
        _ => 8,
    };

    public static bool IsInteger(VectorElementType type)
        => type is VectorElementType.UInt8 or VectorElementType.Int32 or VectorElementType.Int64;

    public static void ToSingle(VectorElementType type, ReadOnlySpan<byte> bytes, Span<float> destination)
    {
        switch (type)
        {
            case VectorElementType.Float32:
                MemoryMarshal.Cast<byte, float>(bytes).CopyTo(destination);
                break;
            case VectorElementType.Float16:
                TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<byte, Half>(bytes), destination);
                break;
            case VectorElementType.UInt8:
                TensorPrimitives.ConvertTruncating<byte, float>(bytes, destination);
                break;
            case VectorElementType.Int32:
                TensorPrimitives.ConvertTruncating<int, float>(MemoryMarshal.Cast<byte, int>(bytes), destination);
                break;
            default:
                TensorPrimitives.ConvertTruncating<long, float>(MemoryMarshal.Cast<byte, long>(bytes), destination);
                break;
        }
    }

    public static void ToInt64(VectorElementType type, ReadOnlySpan<byte> bytes, Span<long> destination)
    {
        switch (type)
        {
            case VectorElementType.UInt8:
                TensorPrimitives.ConvertTruncating<byte, long>(bytes, destination);
                break;
            case VectorElementType.Int32:
                TensorPrimitives.ConvertTruncating<int, long>(MemoryMarshal.Cast<byte, int>(bytes), destination);
                break;
            default:
                MemoryMarshal.Cast<byte, long>(bytes).CopyTo(destination);
                break;
        }
    }
}
