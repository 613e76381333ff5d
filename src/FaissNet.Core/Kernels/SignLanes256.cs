using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaissNet.Kernels;

/// <summary>32 bytes in 256 bits.</summary>
internal readonly unsafe struct SignLanes256 : ISignLanes<Vector256<byte>>
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
    public static Vector256<byte> LookUpLow(byte* table, Vector256<byte> codes) => LookUp(table, codes & Vector256.Create((byte)15));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> LookUpHigh(byte* table, Vector256<byte> codes)
        => LookUp(table, (codes.AsUInt16() >>> 4).AsByte() & Vector256.Create((byte)15));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AddBytes(Vector256<byte> left, Vector256<byte> right) => left + right;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AddEven(Vector256<byte> words, Vector256<byte> bytes)
        => (words.AsUInt16() + (bytes.AsUInt16() & Vector256.Create((ushort)0xFF))).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AddOdd(Vector256<byte> words, Vector256<byte> bytes) => (words.AsUInt16() + (bytes.AsUInt16() >>> 8)).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AddLowWords(Vector256<byte> integers, Vector256<byte> words, int shift)
        => (integers.AsInt32() + ((words.AsInt32() & Vector256.Create(0xFFFF)) << shift)).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> AddHighWords(Vector256<byte> integers, Vector256<byte> words, int shift)
        => (integers.AsInt32() + ((words.AsInt32() >>> 16) << shift)).AsByte();

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void StoreAsFloats(Vector256<byte> integers, float* destination) => Vector256.ConvertToSingle(integers.AsInt32()).Store(destination);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> LookUp(byte* table, Vector256<byte> indices)
    {
        // Each half looks up in a table of its own, so that no byte has to cross between them.
        if (Avx2.IsSupported)
            return Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(table), indices);
        Vector128<byte> entries = Vector128.Load(table);
        return Vector256.Create(Vector128.Shuffle(entries, indices.GetLower()), Vector128.Shuffle(entries, indices.GetUpper()));
    }
}
