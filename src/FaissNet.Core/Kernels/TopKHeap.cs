using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>
/// The k best results, kept as a heap inside the caller's output row (k scores, k ids) with the worst at index 0.
/// A candidate enters only if its score is strictly better than the worst's, and the worst by (score, id) leaves: FAISS's
/// <c>heap_replace_top</c> since 1.7.3. NaN never enters. <see cref="Sort"/> turns the row into best to worst.
/// </summary>
internal static unsafe class TopKHeap
{
    /// <summary>Fills a row with places that nothing has filled: the worst score there is and id −1.</summary>
    public static void Initialize<TOrder, TScore>(TScore* scores, long* ids, int k)
        where TOrder : struct, ITopKOrder<TScore>
        where TScore : unmanaged
    {
        new Span<TScore>(scores, k).Fill(TOrder.Missing);
        new Span<long>(ids, k).Fill(-1);
    }

    /// <summary><see cref="Initialize{TOrder, TScore}"/> for <paramref name="n"/> rows of k, in the order of a metric.</summary>
    public static void Initialize(Metric metric, float* scores, long* ids, long n, int k)
    {
        for (long i = 0; i < n; i++)
        {
            if (metric == Metric.L2)
                Initialize<SmallestFirst, float>(scores + (i * k), ids + (i * k), k);
            else
                Initialize<LargestFirst, float>(scores + (i * k), ids + (i * k), k);
        }
    }

    /// <summary>The score of an empty place in the order of a metric.</summary>
    public static float Missing(Metric metric) => metric == Metric.L2 ? float.MaxValue : -float.MaxValue;

    /// <summary>Offers one candidate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Push<TOrder, TScore>(TScore* scores, long* ids, int k, TScore score, long id)
        where TOrder : struct, ITopKOrder<TScore>
        where TScore : unmanaged
    {
        if (TOrder.IsBetter(score, scores[0]))
            ReplaceTop<TOrder, TScore>(scores, ids, k, score, id);
    }

    /// <summary>
    /// Puts a candidate in the place of the worst result. The hole sinks to the bottom along the worse children, without a branch that depends on
    /// the scores, and the candidate rises from there: it is better than most, so it seldom rises far.
    /// </summary>
    public static void ReplaceTop<TOrder, TScore>(TScore* scores, long* ids, int k, TScore score, long id)
        where TOrder : struct, ITopKOrder<TScore>
        where TScore : unmanaged
    {
        int hole = 0;
        int child = 1;
        while (child + 1 < k)
        {
            bool rightIsWorse = TOrder.IsWorse(scores[child + 1], ids[child + 1], scores[child], ids[child]);
            child += Unsafe.BitCast<bool, byte>(rightIsWorse);
            scores[hole] = scores[child];
            ids[hole] = ids[child];
            hole = child;
            child = (2 * hole) + 1;
        }

        if (child < k)
        {
            scores[hole] = scores[child];
            ids[hole] = ids[child];
            hole = child;
        }

        while (hole > 0)
        {
            int parent = (hole - 1) / 2;
            if (!TOrder.IsWorse(score, id, scores[parent], ids[parent]))
                break;
            scores[hole] = scores[parent];
            ids[hole] = ids[parent];
            hole = parent;
        }

        scores[hole] = score;
        ids[hole] = id;
    }

    /// <summary>Offers a block of scores; those that cannot enter are passed over a vector at a time.</summary>
    public static void PushBlock<TOrder>(float* heapScores, long* heapIds, int k, float* scores, int n, in IdSource ids)
        where TOrder : struct, ITopKOrder<float>
    {
        if (Simd.Has512)
            PushBlockBody<Lanes512, Vector512<float>, TOrder>(heapScores, heapIds, k, scores, n, ids);
        else if (Simd.Has256)
            PushBlockBody<Lanes256, Vector256<float>, TOrder>(heapScores, heapIds, k, scores, n, ids);
        else if (Simd.Has128)
            PushBlockBody<Lanes128, Vector128<float>, TOrder>(heapScores, heapIds, k, scores, n, ids);
        else
            PushBlockBody<ScalarLanes, float, TOrder>(heapScores, heapIds, k, scores, n, ids);
    }

    /// <summary><see cref="PushBlock{TOrder}"/> in the order of a metric.</summary>
    public static void PushBlock(Metric metric, float* heapScores, long* heapIds, int k, float* scores, int n, in IdSource ids)
    {
        if (metric == Metric.L2)
            PushBlock<SmallestFirst>(heapScores, heapIds, k, scores, n, ids);
        else
            PushBlock<LargestFirst>(heapScores, heapIds, k, scores, n, ids);
    }

    /// <summary>Turns the heap into a list from best to worst; entries with id −1 are dropped and empty places follow at the end.</summary>
    public static void Sort<TOrder, TScore>(TScore* scores, long* ids, int k)
        where TOrder : struct, ITopKOrder<TScore>
        where TScore : unmanaged
    {
        for (int last = k - 1; last > 0; last--)
        {
            TScore score = scores[last];
            long id = ids[last];
            scores[last] = scores[0];
            ids[last] = ids[0];
            ReplaceTop<TOrder, TScore>(scores, ids, last, score, id);
        }

        int kept = 0;
        for (int i = 0; i < k; i++)
        {
            if (ids[i] == -1)
                continue;
            scores[kept] = scores[i];
            ids[kept] = ids[i];
            kept++;
        }

        Initialize<TOrder, TScore>(scores + kept, ids + kept, k - kept);
    }

    /// <summary><see cref="Sort{TOrder, TScore}"/> for <paramref name="n"/> rows of k, in the order of a metric.</summary>
    public static void Sort(Metric metric, float* scores, long* ids, long n, int k)
    {
        for (long i = 0; i < n; i++)
        {
            if (metric == Metric.L2)
                Sort<SmallestFirst, float>(scores + (i * k), ids + (i * k), k);
            else
                Sort<LargestFirst, float>(scores + (i * k), ids + (i * k), k);
        }
    }

    /// <summary>
    /// Offers a heap's or sorted row's results to another heap, as when threads have scanned parts; entries with id −1 are passed over.
    /// </summary>
    public static void Merge<TOrder, TScore>(TScore* intoScores, long* intoIds, int k, TScore* fromScores, long* fromIds, int count)
        where TOrder : struct, ITopKOrder<TScore>
        where TScore : unmanaged
    {
        for (int i = 0; i < count; i++)
        {
            if (fromIds[i] != -1)
                Push<TOrder, TScore>(intoScores, intoIds, k, fromScores[i], fromIds[i]);
        }
    }

    /// <summary>
    /// <see cref="Merge{TOrder, TScore}"/> where of equal scores the ids decide, not who was there first: for parts whose order of arrival means nothing.
    /// </summary>
    public static void MergeByOrder<TOrder, TScore>(TScore* intoScores, long* intoIds, int k, TScore* fromScores, long* fromIds, int count)
        where TOrder : struct, ITopKOrder<TScore>
        where TScore : unmanaged
    {
        for (int i = 0; i < count; i++)
        {
            if (fromIds[i] != -1 && TOrder.IsWorse(intoScores[0], intoIds[0], fromScores[i], fromIds[i]))
                ReplaceTop<TOrder, TScore>(intoScores, intoIds, k, fromScores[i], fromIds[i]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void PushBlockBody<TLanes, TVector, TOrder>(
        float* heapScores, long* heapIds, int k, float* scores, int n, in IdSource ids)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TOrder : struct, ITopKOrder<float>
    {
        int i = 0;
        TVector worst = TLanes.Broadcast(heapScores[0]);
        for (; i <= n - TLanes.Width; i += TLanes.Width)
        {
            TVector block = TLanes.Load(scores + i);
            uint better = typeof(TOrder) == typeof(SmallestFirst)
                ? TLanes.GreaterThanBits(worst, block)
                : TLanes.GreaterThanBits(block, worst);
            if (better == 0)
                continue;
            for (; better != 0; better &= better - 1)
            {
                int lane = i + System.Numerics.BitOperations.TrailingZeroCount(better);
                if (TOrder.IsBetter(scores[lane], heapScores[0]) && ids.TryGet(lane, out long id))
                    ReplaceTop<TOrder, float>(heapScores, heapIds, k, scores[lane], id);
            }

            worst = TLanes.Broadcast(heapScores[0]);
        }

        for (; i < n; i++)
        {
            if (TOrder.IsBetter(scores[i], heapScores[0]) && ids.TryGet(i, out long id))
                ReplaceTop<TOrder, float>(heapScores, heapIds, k, scores[i], id);
        }
    }
}
