using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>One float: what a body means, and what runs where no vectors do.</summary>
internal readonly unsafe partial struct ScalarLanes : ILanes<float>
{
    private static float AllBits => BitConverter.Int32BitsToSingle(-1);

    /// <inheritdoc/>
    public static int Width => 1;

    /// <inheritdoc/>
    public static float Zero => 0;

    /// <inheritdoc/>
    public static float Broadcast(float value) => value;

    /// <inheritdoc/>
    public static float Indices(int start) => BitConverter.Int32BitsToSingle(start);

    /// <inheritdoc/>
    public static float Load(float* source) => *source;

    /// <inheritdoc/>
    public static float LoadBytes(byte* source) => *source;

    /// <inheritdoc/>
    public static void Store(float value, float* destination) => *destination = value;

    /// <inheritdoc/>
    public static float Add(float left, float right) => left + right;

    /// <inheritdoc/>
    public static float Subtract(float left, float right) => left - right;

    /// <inheritdoc/>
    public static float Multiply(float left, float right) => left * right;

    /// <inheritdoc/>
    public static float MultiplyAdd(float left, float right, float addend) => (left * right) + addend;

    /// <inheritdoc/>
    public static float ClampNegative(float value) => value < 0 ? 0 : value;

    /// <inheritdoc/>
    public static float LastLanes(int count) => count > 0 ? AllBits : 0;

    /// <inheritdoc/>
    public static float And(float left, float right) =>
        BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(left) & BitConverter.SingleToInt32Bits(right));

    /// <inheritdoc/>
    public static float GreaterThan(float left, float right) => left > right ? AllBits : 0;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Larger(float left, float right) => left > right ? left : right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Select(float mask, float whenSet, float otherwise) =>
        BitConverter.SingleToInt32Bits(mask) != 0 ? whenSet : otherwise;

    /// <inheritdoc/>
    public static float Or(float left, float right) =>
        BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(left) | BitConverter.SingleToInt32Bits(right));

    /// <inheritdoc/>
    public static bool Any(float mask) => BitConverter.SingleToInt32Bits(mask) != 0;

    /// <inheritdoc/>
    public static float AddToIndices(float indices, int offset) =>
        BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(indices) + offset);

    /// <inheritdoc/>
    public static uint GreaterThanBits(float left, float right) => left > right ? 1u : 0u;

    /// <inheritdoc/>
    public static float MaxLane(float value) => value;

    /// <inheritdoc/>
    public static int MinIndex(float mask, float indices) => Any(mask) ? BitConverter.SingleToInt32Bits(indices) : int.MaxValue;

    /// <inheritdoc/>
    public static float Equal(float left, float right) => left == right ? AllBits : 0;

    /// <inheritdoc/>
    public static float Sum(float value) => value;
}
