using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>
/// The k best results for large k: candidates better than the worst are appended to a buffer of 2k places, and only when it is full are the k best
/// kept, so that a candidate costs a store instead of a walk through a heap. The results are exactly those of <see cref="TopKHeap"/> for the same
/// sequence of candidates, ties at the cut included (FAISS's own reservoir leaves those open).
/// </summary>
/// <remarks>
/// Let T be the k-th best score of the buffer. A heap lets entries of score T in until it has seen k entries of T or better; from then on each
/// better one evicts the tied entry that is worst by id. So of the ties exactly those seen before that moment compete, and the best of
/// them by id fill what places are left. The buffer keeps the order of arrival, so shrinking can apply that rule.
/// </remarks>
internal unsafe struct TopKReservoir<TOrder>
    where TOrder : struct, ITopKOrder<float>
{
    /// <summary>Results from which on a reservoir beats a heap.</summary>
    public const int MinK = 64;

    private readonly int _k;
    private readonly int _capacity;
    private readonly float* _scores;
    private readonly long* _ids;
    private readonly float* _work;
    private readonly long* _tieIds;
    private int _count;

    /// <summary>An empty reservoir.</summary>
    /// <param name="k">Results wanted, at least 1.</param>
    /// <param name="scratch"><see cref="ScratchBytes"/> bytes at an 8-byte boundary that belong to this reservoir alone.</param>
    public TopKReservoir(int k, byte* scratch)
    {
        _k = k;
        _capacity = Capacity(k);
        _ids = (long*)scratch;
        _scores = (float*)(_ids + _capacity);
        _work = _scores + _capacity;
        _tieIds = (long*)(_work + _capacity);
        Worst = TOrder.Missing;
    }

    /// <summary>A candidate that is not strictly better than this cannot enter.</summary>
    public float Worst { get; private set; }

    /// <summary>Bytes of scratch memory that a reservoir for k results needs.</summary>
    public static int ScratchBytes(int k) => Capacity(k) * ((2 * sizeof(long)) + (2 * sizeof(float)));

    /// <summary>Offers one candidate.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Push(float score, long id)
    {
        if (!TOrder.IsBetter(score, Worst))
            return;
        if (_count == _capacity)
        {
            Shrink();
            if (!TOrder.IsBetter(score, Worst))
                return;
        }

        _scores[_count] = score;
        _ids[_count] = id;
        _count++;
    }

    /// <summary>Offers a block of scores; those that cannot enter are passed over a vector at a time.</summary>
    public void PushBlock(float* scores, int n, in IdSource ids)
    {
        if (Simd.Has512)
            PushBlockBody<Lanes512, Vector512<float>>(scores, n, ids);
        else if (Simd.Has256)
            PushBlockBody<Lanes256, Vector256<float>>(scores, n, ids);
        else if (Simd.Has128)
            PushBlockBody<Lanes128, Vector128<float>>(scores, n, ids);
        else
            PushBlockBody<ScalarLanes, float>(scores, n, ids);
    }

    /// <summary>Writes the k results from best to worst, as <see cref="TopKHeap.Sort{TOrder, TScore}"/> does.</summary>
    public void Finish(float* scores, long* ids)
    {
        if (_count > _k)
            Shrink();
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            if (_ids[i] == -1)
                continue;
            scores[kept] = _scores[i];
            ids[kept] = _ids[i];
            kept++;
        }

        SortAscending(new Span<float>(scores, kept), new Span<long>(ids, kept));
        if (typeof(TOrder) == typeof(LargestFirst))
        {
            new Span<float>(scores, kept).Reverse();
            new Span<long>(ids, kept).Reverse();
        }

        TopKHeap.Initialize<TOrder, float>(scores + kept, ids + kept, _k - kept);
        _count = 0;
        Worst = TOrder.Missing;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void PushBlockBody<TLanes, TVector>(float* scores, int n, in IdSource ids)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        int i = 0;
        for (; i <= n - TLanes.Width; i += TLanes.Width)
        {
            TVector block = TLanes.Load(scores + i), worst = TLanes.Broadcast(Worst);
            uint better = typeof(TOrder) == typeof(SmallestFirst)
                ? TLanes.GreaterThanBits(worst, block)
                : TLanes.GreaterThanBits(block, worst);
            for (; better != 0; better &= better - 1)
            {
                int lane = i + BitOperations.TrailingZeroCount(better);
                if (ids.TryGet(lane, out long id))
                    Push(scores[lane], id);
            }
        }

        for (; i < n; i++)
        {
            if (TOrder.IsBetter(scores[i], Worst) && ids.TryGet(i, out long id))
                Push(scores[i], id);
        }
    }

    /// <summary>At least 64 places beyond k, so that shrinking is never done for a handful of candidates.</summary>
    private static int Capacity(int k) => k + Math.Max(k, 64);

    /// <summary>Keeps the k results that a heap would hold, in order of arrival.</summary>
    private void Shrink()
    {
        new ReadOnlySpan<float>(_scores, _count).CopyTo(new Span<float>(_work, _count));
        float cut = Select(_work, _count, _k - 1);
        int better = 0, upToCut = 0, lastTie = _count;
        for (int i = 0; i < _count; i++)
        {
            if (TOrder.IsBetter(_scores[i], cut))
                better++;
            else if (_scores[i] != cut)
                continue;
            if (++upToCut == _k)
                lastTie = i;
        }

        // Of the ties seen up to there, the best by id stay.
        int places = _k - better;
        long* ties = _tieIds;
        int tieCount = 0;
        for (int i = 0; i <= Math.Min(lastTie, _count - 1); i++)
        {
            if (_scores[i] == cut)
                ties[tieCount++] = _ids[i];
        }

        (long border, int atBorder) = Border(new Span<long>(ties, tieCount), places);
        int kept = 0;
        for (int i = 0; i < _count; i++)
        {
            bool stays = TOrder.IsBetter(_scores[i], cut);
            if (!stays && _scores[i] == cut && i <= lastTie && places > 0)
                stays = TOrder.IsWorse(cut, border, cut, _ids[i]) || (_ids[i] == border && atBorder-- > 0);
            if (!stays)
                continue;
            _scores[kept] = _scores[i];
            _ids[kept] = _ids[i];
            kept++;
        }

        _count = kept;
        Worst = cut;
    }

    /// <summary>The worst id that still finds one of <paramref name="places"/>, and how many entries with that very id do.</summary>
    private static (long Id, int Count) Border(Span<long> ids, int places)
    {
        if (places == 0)
            return (0, 0);
        ids.Sort();
        bool lowFirst = TOrder.IsWorse(0, 1, 0, 0);
        long border = lowFirst ? ids[places - 1] : ids[^places];
        int strictlyBetter = 0;
        foreach (long id in ids)
            strictlyBetter += TOrder.IsWorse(0, border, 0, id) ? 1 : 0;
        return (border, places - strictlyBetter);
    }

    /// <summary>By score, and equal scores by id.</summary>
    private static void SortAscending(Span<float> scores, Span<long> ids)
    {
        scores.Sort(ids);
        for (int start = 0; start < scores.Length;)
        {
            int end = start + 1;
            while (end < scores.Length && scores[end] == scores[start])
                end++;
            if (end - start > 1)
                ids[start..end].Sort();
            start = end;
        }
    }

    /// <summary>The score that would stand at <paramref name="rank"/> (from 0) if the scores were sorted from best to worst; reorders them.</summary>
    private static float Select(float* scores, int n, int rank)
    {
        int low = 0, high = n - 1;
        while (low < high)
        {
            float pivot = MedianOfThree(scores[low], scores[low + ((high - low) / 2)], scores[high]);
            int i = low, j = high;
            while (i <= j)
            {
                while (TOrder.IsBetter(scores[i], pivot))
                    i++;
                while (TOrder.IsBetter(pivot, scores[j]))
                    j--;
                if (i <= j)
                {
                    (scores[i], scores[j]) = (scores[j], scores[i]);
                    i++;
                    j--;
                }
            }

            if (rank <= j)
                high = j;
            else if (rank >= i)
                low = i;
            else
                break;
        }

        return scores[rank];
    }

    private static float MedianOfThree(float a, float b, float c) =>
        Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
}
