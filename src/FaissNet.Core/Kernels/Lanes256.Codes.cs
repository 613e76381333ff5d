using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

internal readonly unsafe partial struct Lanes256
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadNibbles(byte* code, int k)
    {
        // Bytes first as words: the low half of a byte stays below, its high half goes above it.
        Vector128<ushort> pairs = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(uint*)(code + (k >> 1))).AsByte());
        Vector128<ushort> numbers = Vector128.WidenLower(((pairs | (pairs << 4)) & Vector128.Create((ushort)0x0f0f)).AsByte());
        return Vector256.ConvertToSingle(Vector256.WidenLower(numbers.ToVector256Unsafe()).AsInt32());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadSixBits(byte* code, int k)
    {
        byte* source = code + (k >> 2) * 3;
        return Vector256.ConvertToSingle(Vector256.Create(Lanes128.SixBits(source), Lanes128.SixBits(source + 3)));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadHalves(ushort* source)
    {
        Vector256<uint> bits = LoadWords(source);
        Vector256<uint> magnitude = (bits & Vector256.Create(0x7fffu)) << 13;
        Vector256<uint> finite = (magnitude.AsSingle() * Vector256.Create(Lanes128.HalfScale)).AsUInt32();
        Vector256<uint> infinite = Vector256.GreaterThan(magnitude.AsInt32(), Vector256.Create(0x0f7fffff)).AsUInt32() & Vector256.Create(0x7f800000u);
        return (finite | infinite | ((bits & Vector256.Create(0x8000u)) << 16)).AsSingle();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> LoadBFloats(ushort* source) => (LoadWords(source) << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<uint> LoadWords(ushort* source) =>
        Vector256.WidenLower(Vector128.Load(source).ToVector256Unsafe());
}
