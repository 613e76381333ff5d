using System.Numerics;
using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>Hamming distances between row-major binary codes: how many bits differ.</summary>
internal static unsafe class Hamming
{
    /// <summary>The distance of two codes of <paramref name="codeSize"/> bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Distance(byte* a, byte* b, int codeSize)
    {
        int sum = 0, i = 0;
        for (; i <= codeSize - 8; i += 8)
            sum += BitOperations.PopCount(*(ulong*)(a + i) ^ *(ulong*)(b + i));
        for (; i < codeSize; i++)
            sum += BitOperations.PopCount((uint)(a[i] ^ b[i]));
        return sum;
    }

    /// <summary>Distances of one query to n codes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Distances(byte* query, byte* codes, long n, int codeSize, int* distances)
    {
        // Constant sizes unroll the loop over words.
        switch (codeSize)
        {
            case 8:
                for (long i = 0; i < n; i++)
                    distances[i] = Distance(query, codes + (i * 8), 8);
                break;
            case 16:
                for (long i = 0; i < n; i++)
                    distances[i] = Distance(query, codes + (i * 16), 16);
                break;
            case 32:
                for (long i = 0; i < n; i++)
                    distances[i] = Distance(query, codes + (i * 32), 32);
                break;
            default:
                for (long i = 0; i < n; i++)
                    distances[i] = Distance(query, codes + (i * codeSize), codeSize);
                break;
        }
    }

    /// <summary>Offers n row-major codes to the heap of one query.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void TopK(byte* query, byte* codes, long n, int codeSize, in IdSource ids, int* heapDistances, long* heapIds, int k)
    {
        for (long i = 0; i < n; i++)
        {
            int distance = Distance(query, codes + (i * codeSize), codeSize);
            if (distance < heapDistances[0] && ids.TryGet(i, out long id))
                TopKHeap.ReplaceTop<SmallestFirst, int>(heapDistances, heapIds, k, distance, id);
        }
    }
}
