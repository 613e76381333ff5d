using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace FaissNet.Kernels;

/// <summary>Six bits of 64 codes per permute (AVX-512 VBMI).</summary>
internal readonly unsafe partial struct HammingBlockScan
{
    /// <summary>
    /// Four tables of 64 bytes per three bytes of the query: entry i counts the bits in which i differs from the low six bits of each
    /// byte, and from the high two bits of all three.
    /// </summary>
    private void BuildTables()
    {
        byte* counts = stackalloc byte[64];
        for (int i = 0; i < 64; i++)
            counts[i] = (byte)BitOperations.PopCount((uint)i);
        Vector512<byte> countOf = Vector512.Load(counts);
        byte* table = _tables;
        for (int b = 0; b < _codeSize; b += 3, table += 256)
        {
            byte first = _query[b];
            byte second = b + 1 < _codeSize ? _query[b + 1] : (byte)0;
            byte third = b + 2 < _codeSize ? _query[b + 2] : (byte)0;
            Differences(countOf, first).Store(table);
            Differences(countOf, second).Store(table + 64);
            Differences(countOf, third).Store(table + 128);
            Differences(countOf, (byte)((first >> 6) | ((second >> 6) << 2) | ((third >> 6) << 4))).Store(table + 192);
        }
    }

    /// <summary>Lane i: in how many of the low six bits i differs from the query's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> Differences(Vector512<byte> countOf, byte query) =>
        Avx512Vbmi.PermuteVar64x8(countOf, Vector512<byte>.Indices ^ Vector512.Create(query));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void ScanPermute<TSink>(byte* blocks, long from, long to, in TSink sink)
        where TSink : struct, IHammingSink
    {
        ushort* sums = stackalloc ushort[64];
        for (long row = from; row < to; row += CodeBlocks.BlockRows)
        {
            int limit = Math.Max(0, sink.Limit);
            byte* block = blocks + (row * _codeSize);
            ulong candidates;
            if (limit <= 255)
            {
                // A count that saturates at 255 is not below the limit, whatever it really is.
                Vector512<byte> counts = SumBytes(block, _tables, _codeSize);
                candidates = Vector512.LessThan(counts, Vector512.Create((byte)limit)).ExtractMostSignificantBits();
                if (candidates != 0)
                {
                    Vector512<ushort> low = Vector512.Create((ushort)0xFF);
                    StoreSums(counts.AsUInt16() & low, counts.AsUInt16() >>> 8, sums);
                }
            }
            else
            {
                candidates = WideSums(block, limit, sums);
            }

            if (to - row < CodeBlocks.BlockRows)
                candidates &= (1ul << (int)(to - row)) - 1;
            for (; candidates != 0; candidates &= candidates - 1)
            {
                int i = BitOperations.TrailingZeroCount(candidates);
                sink.Offer(sums[i], row + i);
            }
        }
    }

    /// <summary>Sums in 16 bits; returns which are below <paramref name="limit"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ulong WideSums(byte* block, int limit, ushort* sums)
    {
        Vector512<ushort> even = Vector512<ushort>.Zero, odd = Vector512<ushort>.Zero;
        Vector512<ushort> low = Vector512.Create((ushort)0xFF);
        byte* tables = _tables;
        for (int b = 0; b < _codeSize; b += GroupBytes)
        {
            Vector512<ushort> counts = SumBytes(block, tables, Math.Min(GroupBytes, _codeSize - b)).AsUInt16();
            even += counts & low;
            odd += counts >>> 8;
            block += GroupBytes * 64;
            tables += GroupBytes / 3 * 256;
        }

        Vector512<ushort> limits = Vector512.Create((ushort)Math.Min(limit, ushort.MaxValue));
        Vector512<byte> evenMask = Vector512.LessThan(even, limits).AsByte();
        Vector512<byte> oddMask = Vector512.LessThan(odd, limits).AsByte();
        ulong better = Vector512.ConditionalSelect(low.AsByte(), evenMask, oddMask).ExtractMostSignificantBits();
        if (better != 0)
            StoreSums(even, odd, sums);
        return better;
    }

    /// <summary>The counts of 64 codes over some bytes, saturated at 255.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> SumBytes(byte* block, byte* tables, int bytes)
    {
        Vector512<byte> sums = Vector512<byte>.Zero, others = Vector512<byte>.Zero;
        Vector512<byte> lowest = Vector512.Create((byte)0x03), middle = Vector512.Create((byte)0x0C);
        int b = 0;
        for (; b <= bytes - 3; b += 3, block += 192, tables += 256)
        {
            Vector512<byte> first = Vector512.Load(block), second = Vector512.Load(block + 64), third = Vector512.Load(block + 128);
            Vector512<byte> high = HighBits(first, second, third, lowest, middle);
            sums = Avx512BW.AddSaturate(sums, Avx512Vbmi.PermuteVar64x8(Vector512.Load(tables), first));
            others = Avx512BW.AddSaturate(others, Avx512Vbmi.PermuteVar64x8(Vector512.Load(tables + 64), second));
            sums = Avx512BW.AddSaturate(sums, Avx512Vbmi.PermuteVar64x8(Vector512.Load(tables + 128), third));
            others = Avx512BW.AddSaturate(others, Avx512Vbmi.PermuteVar64x8(Vector512.Load(tables + 192), high));
        }

        if (b < bytes)
        {
            Vector512<byte> first = Vector512.Load(block);
            Vector512<byte> second = b + 1 < bytes ? Vector512.Load(block + 64) : Vector512<byte>.Zero;
            Vector512<byte> high = HighBits(first, second, Vector512<byte>.Zero, lowest, middle);
            sums = Avx512BW.AddSaturate(sums, Avx512Vbmi.PermuteVar64x8(Vector512.Load(tables), first));
            others = Avx512BW.AddSaturate(others, Avx512Vbmi.PermuteVar64x8(Vector512.Load(tables + 64), second));
            sums = Avx512BW.AddSaturate(sums, Avx512Vbmi.PermuteVar64x8(Vector512.Load(tables + 192), high));
        }

        return Avx512BW.AddSaturate(sums, others);
    }

    /// <summary>The top two bits of each of three bytes; what stands above the sixth bit is ignored by the permute.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<byte> HighBits(
        Vector512<byte> first, Vector512<byte> second, Vector512<byte> third, Vector512<byte> lowest, Vector512<byte> middle)
    {
        Vector512<byte> a = (first.AsUInt16() >>> 6).AsByte();
        Vector512<byte> b = (second.AsUInt16() >>> 4).AsByte();
        Vector512<byte> c = (third.AsUInt16() >>> 2).AsByte();
        return Vector512.ConditionalSelect(lowest, a, Vector512.ConditionalSelect(middle, b, c));
    }

    private static void StoreSums(Vector512<ushort> even, Vector512<ushort> odd, ushort* sums)
    {
        ushort* halves = stackalloc ushort[64];
        even.Store(halves);
        odd.Store(halves + 32);
        for (int i = 0; i < 32; i++)
        {
            sums[2 * i] = halves[i];
            sums[(2 * i) + 1] = halves[32 + i];
        }
    }
}
