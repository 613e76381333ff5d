using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace FaissNet.Kernels;

/// <summary>The scalar, 128- and 256-bit bodies.</summary>
internal readonly unsafe partial struct HammingBlockScan
{
    /// <summary>The specification, and what runs without vectors.</summary>
    internal void ScanScalar<TSink>(byte* blocks, long from, long to, in TSink sink)
        where TSink : struct, IHammingSink
    {
        for (long row = from; row < to; row++)
        {
            byte* code = CodeBlocks.Row(blocks, row, _codeSize);
            int distance = 0;
            for (int b = 0; b < _codeSize; b++)
                distance += BitOperations.PopCount((uint)(_query[b] ^ code[b * CodeBlocks.BlockRows]));
            if (distance < sink.Limit)
                sink.Offer(distance, row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Scan128<TSink>(byte* blocks, long from, long to, in TSink sink)
        where TSink : struct, IHammingSink
    {
        ushort* sums = stackalloc ushort[16];
        for (long row = from; row < to; row += 16)
        {
            byte* codes = CodeBlocks.Row(blocks, row, _codeSize);
            Vector128<ushort> low = Vector128<ushort>.Zero, high = Vector128<ushort>.Zero;
            for (int b = 0; b < _codeSize; b += GroupBytes)
            {
                Vector128<byte> counts = Vector128<byte>.Zero;
                int end = Math.Min(b + GroupBytes, _codeSize);
                for (int i = b; i < end; i++)
                    counts += CountBits(Vector128.Load(codes + (i * CodeBlocks.BlockRows)) ^ Vector128.Create(_query[i]));
                low += Vector128.WidenLower(counts);
                high += Vector128.WidenUpper(counts);
            }

            Vector128<ushort> worst = Vector128.Create((ushort)Math.Clamp(sink.Limit, 0, ushort.MaxValue));
            if (!Vector128.LessThanAny(low, worst) && !Vector128.LessThanAny(high, worst))
                continue;
            low.Store(sums);
            high.Store(sums + 8);
            for (int i = 0; i < Math.Min(16, to - row); i++)
            {
                if (sums[i] < sink.Limit)
                    sink.Offer(sums[i], row + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void Scan256<TSink>(byte* blocks, long from, long to, in TSink sink)
        where TSink : struct, IHammingSink
    {
        ushort* sums = stackalloc ushort[32];
        for (long row = from; row < to; row += 32)
        {
            byte* codes = CodeBlocks.Row(blocks, row, _codeSize);
            Vector256<ushort> low = Vector256<ushort>.Zero, high = Vector256<ushort>.Zero;
            for (int b = 0; b < _codeSize; b += GroupBytes)
            {
                Vector256<byte> counts = Vector256<byte>.Zero;
                int end = Math.Min(b + GroupBytes, _codeSize);
                for (int i = b; i < end; i++)
                    counts += CountBits(Vector256.Load(codes + (i * CodeBlocks.BlockRows)) ^ Vector256.Create(_query[i]));
                low += Vector256.WidenLower(counts);
                high += Vector256.WidenUpper(counts);
            }

            Vector256<ushort> worst = Vector256.Create((ushort)Math.Clamp(sink.Limit, 0, ushort.MaxValue));
            if (!Vector256.LessThanAny(low, worst) && !Vector256.LessThanAny(high, worst))
                continue;
            low.Store(sums);
            high.Store(sums + 16);
            for (int i = 0; i < Math.Min(32, to - row); i++)
            {
                if (sums[i] < sink.Limit)
                    sink.Offer(sums[i], row + i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<byte> CountBits(Vector128<byte> bits)
    {
        if (AdvSimd.IsSupported)
            return AdvSimd.PopCount(bits);
        Vector128<byte> counts = Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
        Vector128<byte> nibble = Vector128.Create((byte)15);
        Vector128<byte> high = (bits.AsUInt16() >>> 4).AsByte() & nibble;
        return Vector128.ShuffleNative(counts, bits & nibble) + Vector128.ShuffleNative(counts, high);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<byte> CountBits(Vector256<byte> bits)
    {
        Vector128<byte> half = Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
        Vector256<byte> counts = Vector256.Create(half, half);
        Vector256<byte> nibble = Vector256.Create((byte)15);
        Vector256<byte> high = (bits.AsUInt16() >>> 4).AsByte() & nibble;
        if (System.Runtime.Intrinsics.X86.Avx2.IsSupported)
        {
            return System.Runtime.Intrinsics.X86.Avx2.Shuffle(counts, bits & nibble)
                + System.Runtime.Intrinsics.X86.Avx2.Shuffle(counts, high);
        }

        return Vector256.ShuffleNative(counts, bits & nibble) + Vector256.ShuffleNative(counts, high);
    }
}
