using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaissNet.Kernels;

/// <summary>
/// The lower bounds without a byte permute of 256 entries (AVX2): sixteen shuffles of sixteen entries by the low half of a code, among which the bits
/// of the high half choose in four rounds. That is about half a cycle for a look-up, where a load of a float takes one.
/// </summary>
internal unsafe partial struct PqBlockScanner<TOrder>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Quantize256()
    {
        float scale = (IsL2 ? _scale : -_scale) * (1 - 1e-6f);
        for (int m = 0; m < _m; m++)
        {
            Vector256<float> factor = Vector256.Create(scale), offset = Vector256.Create(_best[m]), limit = Vector256.Create(255f);
            float* entries = _table + (m * 256);
            byte* target = _quantized + (m * 256);
            for (int j = 0; j < 256; j += 16)
            {
                Vector256<int> low = Avx.ConvertToVector256Int32WithTruncation(Avx.Min((Vector256.Load(entries + j) - offset) * factor, limit));
                Vector256<int> high = Avx.ConvertToVector256Int32WithTruncation(Avx.Min((Vector256.Load(entries + j + 8) - offset) * factor, limit));
                Vector128<short> first = Sse2.PackSignedSaturate(low.GetLower(), low.GetUpper());
                Vector128<short> second = Sse2.PackSignedSaturate(high.GetLower(), high.GetUpper());
                Sse2.PackUnsignedSaturate(first, second).Store(target + j);
            }
        }
    }

    /// <summary>Which of 64 rows have a sum of at most <paramref name="allowed"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong Shuffled(byte* block, int allowed)
        => _m <= MaxSingleGroup
            ? HalfOfOneGroup(block, allowed) | ((ulong)HalfOfOneGroup(block + 32, allowed) << 32)
            : HalfOfGroups(block, allowed) | ((ulong)HalfOfGroups(block + 32, allowed) << 32);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly uint HalfOfOneGroup(byte* codes, int allowed)
    {
        Vector256<byte> sums = ShuffledSum(codes, _m, _quantized);
        return Vector256.LessThanOrEqual(sums, Vector256.Create((byte)allowed)).ExtractMostSignificantBits();
    }

    private readonly uint HalfOfGroups(byte* codes, int allowed)
    {
        Vector256<ushort> even = Vector256<ushort>.Zero, odd = Vector256<ushort>.Zero;
        Vector256<ushort> low = Vector256.Create((ushort)0xFF);
        for (int m = 0; m < _m; m += GroupLength)
        {
            Vector256<ushort> sums = ShuffledSum(codes + (m * 64), Math.Min(GroupLength, _m - m), _quantized + (m * 256)).AsUInt16();
            even += sums & low;
            odd += sums >>> 8;
        }

        Vector256<ushort> limit = Vector256.Create((ushort)allowed);
        Vector256<byte> evenMask = Vector256.LessThanOrEqual(even, limit).AsByte();
        Vector256<byte> oddMask = Vector256.LessThanOrEqual(odd, limit).AsByte();
        return Vector256.ConditionalSelect(low.AsByte(), evenMask, oddMask).ExtractMostSignificantBits();
    }

    /// <summary>The saturated sums of 32 rows over some sub-quantizers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static Vector256<byte> ShuffledSum(byte* codes, int length, byte* table)
    {
        Vector256<byte> sums = Vector256<byte>.Zero;
        Vector256<byte> lowHalf = Vector256.Create((byte)15);
        for (int m = 0; m < length; m++, codes += 64, table += 256)
        {
            Vector256<byte> code = Vector256.Load(codes);
            Vector256<byte> low = code & lowHalf;
            // A blend looks at the highest bit of a byte; what a shift brings in from the neighbour stays below it.
            Vector256<byte> bit4 = (code.AsUInt16() << 3).AsByte(), bit5 = (code.AsUInt16() << 2).AsByte();
            Vector256<byte> lower = Avx2.BlendVariable(Four(table, low, bit4, bit5), Four(table + 64, low, bit4, bit5), (code.AsUInt16() << 1).AsByte());
            Vector256<byte> upper = Avx2.BlendVariable(Four(table + 128, low, bit4, bit5), Four(table + 192, low, bit4, bit5), (code.AsUInt16() << 1).AsByte());
            sums = Avx2.AddSaturate(sums, Avx2.BlendVariable(lower, upper, code));
        }

        return sums;
    }

    /// <summary>Looks up among 64 entries.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Four(byte* table, Vector256<byte> low, Vector256<byte> bit4, Vector256<byte> bit5)
    {
        Vector256<byte> first = Avx2.BlendVariable(Sixteen(table, low), Sixteen(table + 16, low), bit4);
        Vector256<byte> second = Avx2.BlendVariable(Sixteen(table + 32, low), Sixteen(table + 48, low), bit4);
        return Avx2.BlendVariable(first, second, bit5);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> Sixteen(byte* table, Vector256<byte> low) => Avx2.Shuffle(Avx2.BroadcastVector128ToVector256(table), low);
}
