using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaissNet.Kernels;

/// <summary>16 bytes in 128 bits.</summary>
internal readonly unsafe struct ByteLanes128 : IByteLanes<Vector128<byte>>
{
    /// <inheritdoc/>
    public static int Width => 16;

    /// <inheritdoc/>
    public static Vector128<byte> Zero => Vector128<byte>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Load(byte* source) => Vector128.Load(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector128<byte> value, byte* destination) => value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LoadTable(byte* source) => Vector128.Load(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Broadcast(byte value) => Vector128.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> BroadcastWord(ushort value) => Vector128.Create(value).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LowHalves(Vector128<byte> value) => value & Vector128.Create((byte)15);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> HighHalves(Vector128<byte> value) => (value.AsUInt16() >>> 4).AsByte() & Vector128.Create((byte)15);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Lookup(Vector128<byte> table, Vector128<byte> indices) => Vector128.ShuffleNative(table, indices);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AddBytes(Vector128<byte> left, Vector128<byte> right) => Vector128.AddSaturate(left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AddWords(Vector128<byte> left, Vector128<byte> right)
        => Vector128.AddSaturate(left.AsUInt16(), right.AsUInt16()).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> EvenBytes(Vector128<byte> value) => (value.AsUInt16() & Vector128.Create((ushort)0xFF)).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> OddBytes(Vector128<byte> value) => (value.AsUInt16() >>> 8).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong BytesBelow(Vector128<byte> value, Vector128<byte> limit)
        => Vector128.LessThan(value, limit).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong WordsBelow(Vector128<byte> even, Vector128<byte> odd, Vector128<byte> limit)
    {
        Vector128<byte> evenMask = Vector128.LessThan(even.AsUInt16(), limit.AsUInt16()).AsByte();
        Vector128<byte> oddMask = Vector128.LessThan(odd.AsUInt16(), limit.AsUInt16()).AsByte();
        return Vector128.ConditionalSelect(Vector128.Create((ushort)0xFF).AsByte(), evenMask, oddMask).ExtractMostSignificantBits();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Scale(Vector128<byte> value, Vector128<byte> factor)
    {
        Vector128<ushort> factors = factor.AsUInt16();
        Vector128<ushort> low = MultiplyHigh(Vector128.WidenLower(value), factors);
        Vector128<ushort> high = MultiplyHigh(Vector128.WidenUpper(value), factors);
        return Vector128.Narrow(low, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<ushort> MultiplyHigh(Vector128<ushort> left, Vector128<ushort> right)
    {
        if (Sse2.IsSupported)
            return Sse2.MultiplyHigh(left, right);
        Vector128<uint> low = Vector128.WidenLower(left) * Vector128.WidenLower(right);
        Vector128<uint> high = Vector128.WidenUpper(left) * Vector128.WidenUpper(right);
        return Vector128.Narrow(low >>> 16, high >>> 16);
    }
}
