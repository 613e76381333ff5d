using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

internal readonly unsafe partial struct Lanes128
{
    /// <summary>2¹¹², the ratio of a half to the float that has its bits.</summary>
    internal const float HalfScale = 5.192296858534828e33f;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadNibbles(byte* code, int k)
    {
        int bits = *(ushort*)(code + (k >> 1));
        // Each lane gets all four components; a product moves its own to the top, which no processor lacks, unlike shifts that differ by lane.
        Vector128<int> top = Vector128.Create(bits) * Vector128.Create(1 << 28, 1 << 24, 1 << 20, 1 << 16);
        return Vector128.ConvertToSingle(top >>> 28);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadSixBits(byte* code, int k) => Vector128.ConvertToSingle(SixBits(code + (k >> 2) * 3));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadHalves(ushort* source)
    {
        Vector128<uint> bits = LoadWords(source);
        // As bits of a float a half has an exponent that is 112 too small; the product also makes numbers below the normal ones right.
        Vector128<uint> magnitude = (bits & Vector128.Create(0x7fffu)) << 13;
        Vector128<uint> finite = (magnitude.AsSingle() * Vector128.Create(HalfScale)).AsUInt32();
        Vector128<uint> infinite = Vector128.GreaterThan(magnitude.AsInt32(), Vector128.Create(0x0f7fffff)).AsUInt32() & Vector128.Create(0x7f800000u);
        return (finite | infinite | ((bits & Vector128.Create(0x8000u)) << 16)).AsSingle();
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> LoadBFloats(ushort* source) => (LoadWords(source) << 16).AsSingle();

    /// <summary>Four 6-bit numbers out of three bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector128<int> SixBits(byte* source)
    {
        int bits = *(ushort*)source | (source[2] << 16);
        Vector128<int> top = Vector128.Create(bits) * Vector128.Create(1 << 26, 1 << 20, 1 << 14, 1 << 8);
        return top >>> 26;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<uint> LoadWords(ushort* source) =>
        Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)source).AsUInt16());
}
