using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaissNet.Kernels;

/// <summary>64 bytes in 512 bits.</summary>
internal readonly unsafe struct SignLanes512 : ISignLanes<Vector512<byte>>
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
    public static Vector512<byte> LookUpLow(byte* table, Vector512<byte> codes) => LookUp(table, codes & Vector512.Create((byte)15));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> LookUpHigh(byte* table, Vector512<byte> codes)
        => LookUp(table, (codes.AsUInt16() >>> 4).AsByte() & Vector512.Create((byte)15));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AddBytes(Vector512<byte> left, Vector512<byte> right) => left + right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AddEven(Vector512<byte> words, Vector512<byte> bytes)
        => (words.AsUInt16() + (bytes.AsUInt16() & Vector512.Create((ushort)0xFF))).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AddOdd(Vector512<byte> words, Vector512<byte> bytes) => (words.AsUInt16() + (bytes.AsUInt16() >>> 8)).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AddLowWords(Vector512<byte> integers, Vector512<byte> words, int shift)
        => (integers.AsInt32() + ((words.AsInt32() & Vector512.Create(0xFFFF)) << shift)).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<byte> AddHighWords(Vector512<byte> integers, Vector512<byte> words, int shift)
        => (integers.AsInt32() + ((words.AsInt32() >>> 16) << shift)).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAsFloats(Vector512<byte> integers, float* destination) => Vector512.ConvertToSingle(integers.AsInt32()).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> LookUp(byte* table, Vector512<byte> indices)
        => Avx512BW.IsSupported
            ? Avx512BW.Shuffle(Avx512F.BroadcastVector128ToVector512((int*)table).AsByte(), indices)
            : Vector512.Create(SignLanes256.LookUpLow(table, indices.GetLower()), SignLanes256.LookUpLow(table, indices.GetUpper()));
}
