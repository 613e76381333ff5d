using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaissNet.Kernels;

/// <summary>32 bytes in 256 bits.</summary>
internal readonly unsafe struct ByteLanes256 : IByteLanes<Vector256<byte>>
{
    /// <inheritdoc/>
    public static int Width => 32;

    /// <inheritdoc/>
    public static Vector256<byte> Zero => Vector256<byte>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Load(byte* source) => Vector256.Load(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector256<byte> value, byte* destination) => value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> LoadTable(byte* source) => Avx2.BroadcastVector128ToVector256(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Broadcast(byte value) => Vector256.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> BroadcastWord(ushort value) => Vector256.Create(value).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> LowHalves(Vector256<byte> value) => value & Vector256.Create((byte)15);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> HighHalves(Vector256<byte> value) => (value.AsUInt16() >>> 4).AsByte() & Vector256.Create((byte)15);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Lookup(Vector256<byte> table, Vector256<byte> indices) => Avx2.Shuffle(table, indices);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AddBytes(Vector256<byte> left, Vector256<byte> right) => Vector256.AddSaturate(left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AddWords(Vector256<byte> left, Vector256<byte> right)
        => Vector256.AddSaturate(left.AsUInt16(), right.AsUInt16()).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> EvenBytes(Vector256<byte> value) => (value.AsUInt16() & Vector256.Create((ushort)0xFF)).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> OddBytes(Vector256<byte> value) => (value.AsUInt16() >>> 8).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong BytesBelow(Vector256<byte> value, Vector256<byte> limit)
        => Vector256.LessThan(value, limit).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong WordsBelow(Vector256<byte> even, Vector256<byte> odd, Vector256<byte> limit)
    {
        Vector256<byte> evenMask = Vector256.LessThan(even.AsUInt16(), limit.AsUInt16()).AsByte();
        Vector256<byte> oddMask = Vector256.LessThan(odd.AsUInt16(), limit.AsUInt16()).AsByte();
        return Vector256.ConditionalSelect(Vector256.Create((ushort)0xFF).AsByte(), evenMask, oddMask).ExtractMostSignificantBits();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Scale(Vector256<byte> value, Vector256<byte> factor)
    {
        Vector256<ushort> low = Avx2.MultiplyHigh(Avx2.UnpackLow(value, Zero).AsUInt16(), factor.AsUInt16());
        Vector256<ushort> high = Avx2.MultiplyHigh(Avx2.UnpackHigh(value, Zero).AsUInt16(), factor.AsUInt16());
        // Both halves are below 256, so that saturating from signed words changes nothing.
        return Avx2.PackUnsignedSaturate(low.AsInt16(), high.AsInt16());
    }
}
