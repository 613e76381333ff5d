using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

internal readonly unsafe partial struct Lanes512
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadNibbles(byte* code, int k)
    {
        // Bytes first as words: the low half of a byte stays below, its high half goes above it.
        Vector128<ushort> pairs = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)(code + (k >> 1))).AsByte());
        Vector128<byte> numbers = ((pairs | (pairs << 4)) & Vector128.Create((ushort)0x0f0f)).AsByte();
        return Vector512.ConvertToSingle(
            Vector512.WidenLower(Vector256.WidenLower(numbers.ToVector256Unsafe()).ToVector512Unsafe()).AsInt32());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadSixBits(byte* code, int k)
    {
        byte* source = code + (k >> 2) * 3;
        return Vector512.ConvertToSingle(Vector512.Create(
            Vector256.Create(Lanes128.SixBits(source), Lanes128.SixBits(source + 3)),
            Vector256.Create(Lanes128.SixBits(source + 6), Lanes128.SixBits(source + 9))));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadHalves(ushort* source)
    {
        Vector512<uint> bits = LoadWords(source);
        Vector512<uint> magnitude = (bits & Vector512.Create(0x7fffu)) << 13;
        Vector512<uint> finite = (magnitude.AsSingle() * Vector512.Create(Lanes128.HalfScale)).AsUInt32();
        Vector512<uint> infinite = Vector512.GreaterThan(magnitude.AsInt32(), Vector512.Create(0x0f7fffff)).AsUInt32() & Vector512.Create(0x7f800000u);
        return (finite | infinite | ((bits & Vector512.Create(0x8000u)) << 16)).AsSingle();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadBFloats(ushort* source) => (LoadWords(source) << 16).AsSingle();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<uint> LoadWords(ushort* source) =>
        Vector512.WidenLower(Vector256.Load(source).ToVector512Unsafe());
}
