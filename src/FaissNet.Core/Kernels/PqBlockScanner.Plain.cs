using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>Scanning with the float table alone.</summary>
internal unsafe partial struct PqBlockScanner<TOrder>
{
    /// <summary>Every row is scored.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal readonly void ScanPlain(byte* blocks, long from, long to, float bias, in IdSource ids, float* heapScores, long* heapIds, int k)
    {
        for (long row = from; row < to; row += CodeBlocks.BlockRows)
        {
            int count = (int)Math.Min(CodeBlocks.BlockRows, to - row);
            PlainBlock(blocks + (row * _m), row, count, bias, ids, heapScores, heapIds, k);
        }
    }

    /// <summary>One block; eight rows at a time, so that eight codes come with one load and eight sums run beside one another.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void PlainBlock(byte* block, long row, int count, float bias, in IdSource ids, float* heapScores, long* heapIds, int k)
    {
        float* scores = stackalloc float[8];
        for (int i = 0; i < count; i += 8)
        {
            EightScores(block + i, bias, scores);
            for (int j = 0; j < Math.Min(8, count - i); j++)
            {
                if (TOrder.IsBetter(scores[j], heapScores[0]) && ids.TryGet(row + i + j, out long id))
                    TopKHeap.ReplaceTop<TOrder, float>(heapScores, heapIds, k, scores[j], id);
            }
        }
    }

    /// <summary>The scores of eight neighbouring rows, summed in the order of <see cref="PqScan.Score8"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private readonly void EightScores(byte* codes, float bias, float* scores)
    {
        float s0 = bias, s1 = bias, s2 = bias, s3 = bias, s4 = bias, s5 = bias, s6 = bias, s7 = bias;
        float* table = _table;
        bool groups = _m % 4 == 0;
        for (int m = 0; m < _m;)
        {
            ulong c = *(ulong*)codes;
            float g0 = table[(byte)c], g1 = table[(byte)(c >> 8)], g2 = table[(byte)(c >> 16)], g3 = table[(byte)(c >> 24)];
            float g4 = table[(byte)(c >> 32)], g5 = table[(byte)(c >> 40)], g6 = table[(byte)(c >> 48)], g7 = table[c >> 56];
            int end = groups ? m + 4 : m + 1;
            for (m++, codes += CodeBlocks.BlockRows, table += 256; m < end; m++, codes += CodeBlocks.BlockRows, table += 256)
            {
                c = *(ulong*)codes;
                g0 += table[(byte)c];
                g1 += table[(byte)(c >> 8)];
                g2 += table[(byte)(c >> 16)];
                g3 += table[(byte)(c >> 24)];
                g4 += table[(byte)(c >> 32)];
                g5 += table[(byte)(c >> 40)];
                g6 += table[(byte)(c >> 48)];
                g7 += table[c >> 56];
            }

            s0 += g0;
            s1 += g1;
            s2 += g2;
            s3 += g3;
            s4 += g4;
            s5 += g5;
            s6 += g6;
            s7 += g7;
        }

        Vector128.Create(s0, s1, s2, s3).Store(scores);
        Vector128.Create(s4, s5, s6, s7).Store(scores + 4);
    }
}
