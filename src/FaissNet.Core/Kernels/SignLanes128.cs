using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>16 bytes in 128 bits.</summary>
internal readonly unsafe struct SignLanes128 : ISignLanes<Vector128<byte>>
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
    public static Vector128<byte> LookUpLow(byte* table, Vector128<byte> codes) => LookUp(table, codes & Vector128.Create((byte)15));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> LookUpHigh(byte* table, Vector128<byte> codes)
        => LookUp(table, (codes.AsUInt16() >>> 4).AsByte() & Vector128.Create((byte)15));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AddBytes(Vector128<byte> left, Vector128<byte> right) => left + right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AddEven(Vector128<byte> words, Vector128<byte> bytes)
        => (words.AsUInt16() + (bytes.AsUInt16() & Vector128.Create((ushort)0xFF))).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AddOdd(Vector128<byte> words, Vector128<byte> bytes) => (words.AsUInt16() + (bytes.AsUInt16() >>> 8)).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AddLowWords(Vector128<byte> integers, Vector128<byte> words, int shift)
        => (integers.AsInt32() + ((words.AsInt32() & Vector128.Create(0xFFFF)) << shift)).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> AddHighWords(Vector128<byte> integers, Vector128<byte> words, int shift)
        => (integers.AsInt32() + ((words.AsInt32() >>> 16) << shift)).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAsFloats(Vector128<byte> integers, float* destination) => Vector128.ConvertToSingle(integers.AsInt32()).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> LookUp(byte* table, Vector128<byte> indices) => Vector128.Shuffle(Vector128.Load(table), indices);
}
