using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>
/// The plain scan of product-quantizer codes (n × code size, row-major): score = bias + Σ_m table[m][code_m]. Tables are [M][ksub] floats.
/// The order of the sum is FAISS's: groups of four when M is a multiple of four, else one after another; it is what
/// <see cref="PqBlockScanner{TOrder}"/> must reproduce.
/// </summary>
internal static unsafe class PqScan
{
    /// <summary>Scores of n codes of M bytes, 8 bits per sub-quantizer.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scan8(byte* codes, long n, int m, float* table, float bias, float* scores)
    {
        long i = 0;
        if (m % 4 == 0)
        {
            for (; i <= n - 4; i += 4)
                FourRows(codes + (i * m), m, table, bias, scores + i);
        }

        for (; i < n; i++)
            scores[i] = Score8(codes + (i * m), 1, m, table, bias);
    }

    /// <summary>
    /// Scores of n codes of <paramref name="codeSize"/> bytes whose M numbers of <paramref name="nbits"/> bits (1 to 16) form one bit string,
    /// lowest bit first.
    /// </summary>
    public static void ScanPacked(byte* codes, long n, int codeSize, int m, int nbits, float* table, float bias, float* scores)
    {
        if (nbits == 8)
            Scan8(codes, n, m, table, bias, scores);
        else if (nbits == 4)
            Scan4(codes, n, codeSize, m, table, bias, scores);
        else
            ScanBits(codes, n, codeSize, m, nbits, table, bias, scores);
    }

    /// <summary>One score of 8-bit codes that are <paramref name="step"/> bytes apart (1 in a row, 64 in a block).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static float Score8(byte* code, int step, int m, float* table, float bias)
    {
        float score = bias;
        if (m % 4 != 0)
        {
            for (int i = 0; i < m; i++, code += step, table += 256)
                score += table[*code];
            return score;
        }

        for (int i = 0; i < m; i += 4)
        {
            float group = table[code[0]];
            group += table[256 + code[step]];
            group += table[512 + code[2 * step]];
            group += table[768 + code[3 * step]];
            score += group;
            code += 4 * step;
            table += 1024;
        }

        return score;
    }

    /// <summary>Four rows at a time, so that the additions of one hide the latency of another's.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void FourRows(byte* row0, int m, float* table, float bias, float* scores)
    {
        byte* row1 = row0 + m, row2 = row1 + m, row3 = row2 + m;
        float s0 = bias, s1 = bias, s2 = bias, s3 = bias;
        for (int i = 0; i < m; i += 4, table += 1024)
        {
            uint c0 = *(uint*)(row0 + i), c1 = *(uint*)(row1 + i), c2 = *(uint*)(row2 + i), c3 = *(uint*)(row3 + i);
            float g0 = table[(byte)c0], g1 = table[(byte)c1], g2 = table[(byte)c2], g3 = table[(byte)c3];
            g0 += table[256 + (byte)(c0 >> 8)];
            g1 += table[256 + (byte)(c1 >> 8)];
            g2 += table[256 + (byte)(c2 >> 8)];
            g3 += table[256 + (byte)(c3 >> 8)];
            g0 += table[512 + (byte)(c0 >> 16)];
            g1 += table[512 + (byte)(c1 >> 16)];
            g2 += table[512 + (byte)(c2 >> 16)];
            g3 += table[512 + (byte)(c3 >> 16)];
            s0 += g0 + table[768 + (c0 >> 24)];
            s1 += g1 + table[768 + (c1 >> 24)];
            s2 += g2 + table[768 + (c2 >> 24)];
            s3 += g3 + table[768 + (c3 >> 24)];
        }

        scores[0] = s0;
        scores[1] = s1;
        scores[2] = s2;
        scores[3] = s3;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scan4(byte* codes, long n, int codeSize, int m, float* table, float bias, float* scores)
    {
        for (long i = 0; i < n; i++, codes += codeSize)
        {
            float* entry = table;
            float even = bias, odd = 0;
            for (int b = 0; b < m / 2; b++, entry += 32)
            {
                even += entry[codes[b] & 15];
                odd += entry[16 + (codes[b] >> 4)];
            }

            if (m % 2 != 0)
                even += entry[codes[m / 2] & 15];
            scores[i] = even + odd;
        }
    }

    private static void ScanBits(byte* codes, long n, int codeSize, int m, int nbits, float* table, float bias, float* scores)
    {
        uint mask = (1u << nbits) - 1;
        long ksub = 1L << nbits;
        for (long i = 0; i < n; i++, codes += codeSize)
        {
            float score = bias;
            float* entry = table;
            ulong window = 0;
            int held = 0;
            byte* next = codes;
            for (int j = 0; j < m; j++, entry += ksub)
            {
                for (; held < nbits; held += 8)
                    window |= (ulong)*next++ << held;
                score += entry[(uint)window & mask];
                window >>= nbits;
                held -= nbits;
            }

            scores[i] = score;
        }
    }
}
