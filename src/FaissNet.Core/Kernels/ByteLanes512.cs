using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaissNet.Kernels;

/// <summary>64 bytes in 512 bits.</summary>
internal readonly unsafe struct ByteLanes512 : IByteLanes<Vector512<byte>>
{
    /// <inheritdoc/>
    public static int Width => 64;

    /// <inheritdoc/>
    public static Vector512<byte> Zero => Vector512<byte>.Zero;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Load(byte* source) => Vector512.Load(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<byte> value, byte* destination) => value.Store(destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> LoadTable(byte* source) => Avx512F.BroadcastVector128ToVector512((uint*)source).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Broadcast(byte value) => Vector512.Create(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> BroadcastWord(ushort value) => Vector512.Create(value).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> LowHalves(Vector512<byte> value) => value & Vector512.Create((byte)15);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> HighHalves(Vector512<byte> value) => (value.AsUInt16() >>> 4).AsByte() & Vector512.Create((byte)15);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Lookup(Vector512<byte> table, Vector512<byte> indices) => Avx512BW.Shuffle(table, indices);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AddBytes(Vector512<byte> left, Vector512<byte> right) => Vector512.AddSaturate(left, right);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AddWords(Vector512<byte> left, Vector512<byte> right)
        => Vector512.AddSaturate(left.AsUInt16(), right.AsUInt16()).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> EvenBytes(Vector512<byte> value) => (value.AsUInt16() & Vector512.Create((ushort)0xFF)).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> OddBytes(Vector512<byte> value) => (value.AsUInt16() >>> 8).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong BytesBelow(Vector512<byte> value, Vector512<byte> limit)
        => Vector512.LessThan(value, limit).ExtractMostSignificantBits();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong WordsBelow(Vector512<byte> even, Vector512<byte> odd, Vector512<byte> limit)
    {
        Vector512<byte> evenMask = Vector512.LessThan(even.AsUInt16(), limit.AsUInt16()).AsByte();
        Vector512<byte> oddMask = Vector512.LessThan(odd.AsUInt16(), limit.AsUInt16()).AsByte();
        return Vector512.ConditionalSelect(Vector512.Create((ushort)0xFF).AsByte(), evenMask, oddMask).ExtractMostSignificantBits();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> Scale(Vector512<byte> value, Vector512<byte> factor)
    {
        Vector512<ushort> low = Avx512BW.MultiplyHigh(Avx512BW.UnpackLow(value, Zero).AsUInt16(), factor.AsUInt16());
        Vector512<ushort> high = Avx512BW.MultiplyHigh(Avx512BW.UnpackHigh(value, Zero).AsUInt16(), factor.AsUInt16());
        // Both halves are below 256, so that saturating from signed words changes nothing.
        return Avx512BW.PackUnsignedSaturate(low.AsInt16(), high.AsInt16());
    }
}
