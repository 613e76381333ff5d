using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaissNet.Kernels;

/// <summary>Scanning with lower bounds in bytes, looked up by permutes (AVX-512 VBMI) or shuffles (AVX2).</summary>
internal unsafe partial struct PqBlockScanner<TOrder>
{
    /// <summary>Sub-quantizers up to which one sum in bytes is fine enough: rounding down loses half a unit for each.</summary>
    private const int MaxSingleGroup = 16;

    /// <summary>With more, sub-quantizers whose bytes are added before a sum of 16 bits takes them over.</summary>
    private const int GroupLength = 8;

    /// <summary>
    /// How far ahead codes are asked for. One query looks through codes faster than the processor's own prefetching brings them from memory; with
    /// this it takes up to a third less time.
    /// </summary>
    private const int PrefetchBytes = 8192;

    /// <summary>Bytes of codes that do not stay in the nearest caches. Fewer are scanned by one query after the other, and are there already.</summary>
    private const int StreamBytes = 512 * 1024;

    /// <summary>
    /// The allowance in units when the table is quantized. A sum in bytes saturates at 255; of several, the average one may then be half
    /// full at the allowance, so that few rows gain by saturation.
    /// </summary>
    private readonly float Target => _m <= MaxSingleGroup ? 254 : Math.Min(127 * ((_m + GroupLength - 1) / GroupLength), 60000);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void ScanBounds(byte* blocks, long from, long to, float bias, in IdSource ids, float* heapScores, long* heapIds, int k)
    {
        float worst = float.NaN;
        int allowed = -1;
        bool streams = (to - from) * _m >= StreamBytes;
        long ahead = streams ? (PrefetchBytes / (CodeBlocks.BlockRows * _m) + 1) * CodeBlocks.BlockRows : to;
        for (long row = from; row < to; row += CodeBlocks.BlockRows)
        {
            int count = (int)Math.Min(CodeBlocks.BlockRows, to - row);
            byte* block = blocks + (row * _m);
            if (row + ahead < to)
                Prefetch.Row(block + (ahead * _m), CodeBlocks.BlockRows * _m);
            if (heapScores[0] != worst)
            {
                worst = heapScores[0];
                float allowance = Allowance(worst, bias);
                if (allowance < 0)
                    return;
                if (!float.IsFinite(allowance) || Math.Abs(worst) == float.MaxValue)
                {
                    // Until the heap is full there is nothing to compare with, and nothing can be said about tables that are not finite.
                    PlainBlock(block, row, count, bias, ids, heapScores, heapIds, k);
                    worst = float.NaN;
                    continue;
                }

                allowed = Allow(allowance);
            }

            ulong candidates = CanPermute ? Permuted(block, allowed) : Shuffled(block, allowed);
            if (count < CodeBlocks.BlockRows)
                candidates &= (1ul << count) - 1;
            for (; candidates != 0; candidates &= candidates - 1)
                Offer(block, row, BitOperations.TrailingZeroCount(candidates), bias, ids, heapScores, heapIds, k);
        }
    }

    /// <summary>The largest quantized sum that an allowance lets through; quantizes the table anew when the scale has become too coarse.</summary>
    private int Allow(float allowance)
    {
        float units = allowance * _scale;
        if (!(units >= 0.5f * Target && units <= Target))
        {
            // A tiny allowance must not make the scale infinite.
            _scale = Target / Math.Max(allowance, 1e-30f);
            Quantize();
            units = allowance * _scale;
        }

        return (int)Math.Min(units, Target);
    }

    private readonly void Quantize()
    {
        if (Simd.Has512)
            Quantize512();
        else
            Quantize256();
    }

    /// <summary>Rounds down, with a margin for the roundings of this computation itself; what exceeds 255 is 255, still a lower bound.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private readonly void Quantize512()
    {
        float scale = (IsL2 ? _scale : -_scale) * (1 - 1e-6f);
        for (int m = 0; m < _m; m++)
        {
            Vector512<float> factor = Vector512.Create(scale);
            Vector512<float> offset = Vector512.Create(_best[m]);
            Vector512<float> limit = Vector512.Create(255f);
            float* entries = _table + (m * 256);
            byte* target = _quantized + (m * 256);
            for (int j = 0; j < 256; j += 16)
            {
                Vector512<float> units = Vector512.MinNative((Vector512.Load(entries + j) - offset) * factor, limit);
                Vector512<int> whole = Avx512F.ConvertToVector512Int32WithTruncation(units);
                Avx512F.ConvertToVector128Byte(whole).Store(target + j);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly ulong Permuted(byte* block, int allowed)
        => _m <= MaxSingleGroup ? OneGroup(block, _m, _quantized, allowed) : Groups(block, allowed);

    /// <summary>Which of 64 rows have a sum of at most <paramref name="allowed"/>, when all sub-quantizers fit into one group.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong OneGroup(byte* block, int length, byte* table, int allowed)
    {
        Vector512<byte> sums = SumGroup(block, length, table);
        return Vector512.LessThanOrEqual(sums, Vector512.Create((byte)allowed)).ExtractMostSignificantBits();
    }

    /// <summary>Which of 64 rows have a sum of at most <paramref name="allowed"/>, for any number of groups.</summary>
    private readonly ulong Groups(byte* block, int allowed)
    {
        Vector512<ushort> even = Vector512<ushort>.Zero, odd = Vector512<ushort>.Zero;
        Vector512<ushort> low = Vector512.Create((ushort)0xFF);
        for (int m = 0; m < _m; m += GroupLength)
        {
            Vector512<ushort> sums = SumGroup(block + (m * 64), Math.Min(GroupLength, _m - m), _quantized + (m * 256)).AsUInt16();
            even += sums & low;
            odd += sums >>> 8;
        }

        Vector512<ushort> limit = Vector512.Create((ushort)allowed);
        Vector512<byte> evenMask = Vector512.LessThanOrEqual(even, limit).AsByte();
        Vector512<byte> oddMask = Vector512.LessThanOrEqual(odd, limit).AsByte();
        Vector512<byte> mask = Vector512.ConditionalSelect(low.AsByte(), evenMask, oddMask);
        return mask.ExtractMostSignificantBits();
    }

    /// <summary>The saturated sums of 64 rows over some sub-quantizers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> SumGroup(byte* block, int length, byte* table)
    {
        Vector512<byte> sums = Vector512<byte>.Zero;
        for (int m = 0; m < length; m++, block += 64, table += 256)
        {
            Vector512<byte> codes = Vector512.Load(block);
            Vector512<byte> low = Avx512Vbmi.PermuteVar64x8x2(Vector512.Load(table), codes, Vector512.Load(table + 64));
            Vector512<byte> high = Avx512Vbmi.PermuteVar64x8x2(Vector512.Load(table + 128), codes, Vector512.Load(table + 192));
            Vector512<byte> entries = Vector512.ConditionalSelect(Vector512.LessThan(codes.AsSByte(), Vector512<sbyte>.Zero).AsByte(), high, low);
            sums = Avx512BW.AddSaturate(sums, entries);
        }

        return sums;
    }
}
