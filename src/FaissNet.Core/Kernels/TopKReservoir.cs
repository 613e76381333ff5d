using System.Numerics;
using System.Runtime.CompilerServices;
using FaissNet.Storage;

namespace FaissNet.Kernels;

/// <summary>
/// The k best results where k is large: candidates are written one behind the other, and when there are 2 k the better half is selected and sets the
/// threshold for what follows. That is a handful of instructions a candidate, where a heap of 1,000 moves ten results down. FAISS:
/// <c>ReservoirTopN</c>.
/// </summary>
/// <remarks>
/// A row has <see cref="Width"/> scores and as many ids: the threshold with the number of candidates, then the candidates. Offered in ascending order
/// of ids, the smallest k by (score, id) stay, as in <see cref="TopKHeap"/> with <see cref="SmallestFirst"/>. Of the largest it may be other
/// ones that stay when several at the cut are equal: whoever needs FAISS's asks for one more than he wants and looks whether it is equal to the last.
/// </remarks>
internal static unsafe class TopKReservoir
{
    /// <summary>Results from which this is faster than a heap.</summary>
    public const int MinK = 100;

    /// <summary>Rounds of selecting after which the scores are sorted instead: some orders of them defeat the choice of pivots.</summary>
    private const int MostRounds = 40;

    /// <summary>Scores, and ids, of a row for k results.</summary>
    public static int Width(int k) => checked(1 + (2 * k));

    /// <summary>Empties <paramref name="n"/> rows for k results.</summary>
    public static void Initialize<TOrder>(float* scores, long* ids, long n, int k)
        where TOrder : struct, ITopKOrder<float>
    {
        for (long row = 0; row < n; row++)
        {
            scores[row * Width(k)] = TOrder.Missing;
            ids[row * Width(k)] = 0;
        }
    }

    /// <summary>Offers a block of scores; those that cannot enter are passed over a vector at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void PushBlock<TLanes, TVector, TOrder>(float* scores, long* ids, int k, float* block, int n, in IdSource source)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TOrder : struct, ITopKOrder<float>
    {
        int i = 0;
        for (; i <= n - TLanes.Width; i += TLanes.Width)
        {
            TVector worst = TLanes.Broadcast(scores[0]);
            TVector present = TLanes.Load(block + i);
            uint better = typeof(TOrder) == typeof(SmallestFirst) ? TLanes.GreaterThanBits(worst, present) : TLanes.GreaterThanBits(present, worst);
            for (; better != 0; better &= better - 1)
                Push<TOrder>(scores, ids, k, block, i + BitOperations.TrailingZeroCount(better), source);
        }

        for (; i < n; i++)
            Push<TOrder>(scores, ids, k, block, i, source);
    }

    /// <summary>Turns a row into its k best results from best to worst; entries behind the last have id −1.</summary>
    public static void Sort<TOrder>(float* scores, long* ids, int k)
        where TOrder : struct, ITopKOrder<float>
    {
        if (ids[0] > k)
            Shrink<TOrder>(scores, ids, k);
        int count = (int)ids[0];
        using var keys = new Scratch<ulong>(1, count);
        using var oldScores = new Scratch<float>(1, count);
        using var oldIds = new Scratch<long>(1, count);
        for (int i = 0; i < count; i++)
        {
            oldScores.Pointer[i] = scores[1 + i];
            oldIds.Pointer[i] = ids[1 + i];
            uint place = IsSmallest<TOrder>() ? (uint)i : uint.MaxValue - (uint)i;
            keys.Pointer[i] = ((ulong)Rank<TOrder>(scores[1 + i]) << 32) | place;
        }

        new Span<ulong>(keys.Pointer, count).Sort();
        for (int i = 0; i < count; i++)
        {
            uint place = (uint)keys.Pointer[i];
            int from = (int)(IsSmallest<TOrder>() ? place : uint.MaxValue - place);
            scores[i] = oldScores.Pointer[from];
            ids[i] = oldIds.Pointer[from];
        }

        TopKHeap.Initialize<TOrder, float>(scores + count, ids + count, k - count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Push<TOrder>(float* scores, long* ids, int k, float* block, int i, in IdSource source)
        where TOrder : struct, ITopKOrder<float>
    {
        if (!TOrder.IsBetter(block[i], scores[0]) || !source.TryGet(i, out long id))
            return;
        long place = ++ids[0];
        scores[place] = block[i];
        ids[place] = id;
        if (place == 2 * (long)k)
            Shrink<TOrder>(scores, ids, k);
    }

    /// <summary>Keeps the k best, in the order in which they came; of equals at the cut the first.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Shrink<TOrder>(float* scores, long* ids, int k)
        where TOrder : struct, ITopKOrder<float>
    {
        int count = (int)ids[0];
        using var copy = new Scratch<float>(1, count);
        new Span<float>(scores + 1, count).CopyTo(new Span<float>(copy.Pointer, count));
        float cut = Select<TOrder>(copy.Pointer, count, k - 1);
        int room = k;
        for (int i = 1; i <= count; i++)
            room -= Unsafe.BitCast<bool, byte>(TOrder.IsBetter(scores[i], cut));
        int kept = 1;
        for (int i = 1; i <= count; i++)
        {
            float score = scores[i];
            scores[kept] = score;
            ids[kept] = ids[i];
            int equal = Unsafe.BitCast<bool, byte>(score == cut & room > 0);
            room -= equal;
            kept += equal | Unsafe.BitCast<bool, byte>(TOrder.IsBetter(score, cut));
        }

        scores[0] = cut;
        ids[0] = k;
    }

    /// <summary>The score that has <paramref name="place"/> better ones in front of it when sorted. Parts the scores without branches that depend on them.</summary>
    private static float Select<TOrder>(float* scores, int count, int place)
        where TOrder : struct, ITopKOrder<float>
    {
        int from = 0, to = count;
        for (int round = 0; to - from > 1; round++)
        {
            if (round == MostRounds)
            {
                var rest = new Span<float>(scores + from, to - from);
                rest.Sort();
                return rest[IsSmallest<TOrder>() ? place - from : to - 1 - place];
            }

            float pivot = MiddleOf(scores[from], scores[from + ((to - from) / 2)], scores[to - 1]);
            int better = from;
            for (int i = from; i < to; i++)
            {
                float score = scores[i];
                scores[i] = scores[better];
                scores[better] = score;
                better += Unsafe.BitCast<bool, byte>(TOrder.IsBetter(score, pivot));
            }

            if (place < better)
            {
                to = better;
                continue;
            }

            int equal = better;
            for (int i = better; i < to; i++)
            {
                float score = scores[i];
                scores[i] = scores[equal];
                scores[equal] = score;
                equal += Unsafe.BitCast<bool, byte>(score == pivot);
            }

            if (place < equal)
                return pivot;
            from = equal;
        }

        return scores[from];
    }

    private static float MiddleOf(float a, float b, float c) => Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));

    private static bool IsSmallest<TOrder>()
        where TOrder : struct, ITopKOrder<float>
        => typeof(TOrder) == typeof(SmallestFirst);

    /// <summary>A whole number that orders scores from best to worst; both zeros have the same.</summary>
    private static uint Rank<TOrder>(float score)
        where TOrder : struct, ITopKOrder<float>
    {
        int bits = BitConverter.SingleToInt32Bits(score + 0f);
        uint ascending = (uint)(bits ^ ((bits >> 31) | int.MinValue));
        return IsSmallest<TOrder>() ? ascending : ~ascending;
    }
}
