using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

public sealed unsafe class TopKHeapTests
{
    public static TheoryData<int> Sizes => [1, 2, 3, 7, 8, 100, 1000, 2048];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void PushBlock_AscendingIdsSmallestFirst_IsLexicographicTopK(int k)
    {
        var random = new Random(k);
        foreach (int n in new[] { 0, 1, 15, 16, 17, 65, 5000 })
        {
            float[] scores = Scores(random, n);
            (float Score, long Id)[] expected = [.. scores.Select((s, i) => (s, (long)i)).OrderBy(p => p.s).ThenBy(p => p.Item2).Take(k)];
            (float[] actual, long[] ids) = Push<SmallestFirst>(scores, k, 0);
            Assert.Equal(expected.Select(p => p.Score).Concat(Enumerable.Repeat(float.MaxValue, k - expected.Length)), actual);
            Assert.Equal(expected.Select(p => p.Id).Concat(Enumerable.Repeat(-1L, k - expected.Length)), ids);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void PushBlock_BothOrdersAndEveryTier_EqualsListOfBest(int k)
    {
        var random = new Random(k);
        foreach (int n in new[] { 0, 1, 15, 16, 17, 65, 3000 })
        {
            float[] scores = Scores(random, n);
            foreach (int tier in new[] { 0, 128, 256, 512, -1 })
            {
                Assert.Equal(Oracle(scores, k, 1, (a, b) => a < b), Pairs(Push<SmallestFirst>(scores, k, tier)));
                Assert.Equal(Oracle(scores, k, -1, (a, b) => a > b), Pairs(Push<LargestFirst>(scores, k, tier)));
            }
        }
    }

    [Fact]
    public void Push_LargestFirstTies_LowIdsLeaveFirst()
    {
        (float[] scores, long[] ids) = Push<LargestFirst>([5, 5, 5, 7, 5], 3, 0);
        Assert.Equal([7f, 5f, 5f], scores);
        Assert.Equal([3L, 2L, 1L], ids);
    }

    [Fact]
    public void Push_NaNAndMissing_NeverEnter()
    {
        (float[] scores, long[] ids) = Push<SmallestFirst>([float.NaN, float.MaxValue, float.PositiveInfinity, 3, float.NaN], 3, -1);
        Assert.Equal([3f, float.MaxValue, float.MaxValue], scores);
        Assert.Equal([3L, -1L, -1L], ids);
        (scores, ids) = Push<LargestFirst>([float.NaN, -float.MaxValue, float.NegativeInfinity, 3], 2, -1);
        Assert.Equal([3f, -float.MaxValue], scores);
        Assert.Equal([3L, -1L], ids);
    }

    [Fact]
    public void Sort_StoredIdMinusOne_IsDropped()
    {
        int* scores = stackalloc int[4];
        long* ids = stackalloc long[4];
        TopKHeap.Initialize<SmallestFirst, int>(scores, ids, 4);
        foreach ((int score, long id) in new[] { (1, -1L), (5, 10L), (2, -7L) })
            TopKHeap.Push<SmallestFirst, int>(scores, ids, 4, score, id);
        TopKHeap.Sort<SmallestFirst, int>(scores, ids, 4);
        Assert.Equal([2, 5, int.MaxValue, int.MaxValue], new ReadOnlySpan<int>(scores, 4));
        Assert.Equal([-7L, 10L, -1L, -1L], new ReadOnlySpan<long>(ids, 4));
    }

    [Fact]
    public void Merge_PartsOfAScan_EqualsWholeScan()
    {
        var random = new Random(3);
        float[] scores = [.. Enumerable.Range(0, 500).Select(_ => (float)random.NextDouble())];
        (float[] expected, long[] expectedIds) = Push<SmallestFirst>(scores, 20, -1);
        (float[] low, long[] lowIds) = Push<SmallestFirst>(scores[..250], 20, -1);
        (float[] high, long[] highIds) = Push<SmallestFirst>(scores[250..], 20, -1);
        float* merged = stackalloc float[20];
        long* mergedIds = stackalloc long[20];
        TopKHeap.Initialize<SmallestFirst, float>(merged, mergedIds, 20);
        for (int i = 0; i < 20; i++)
            highIds[i] += 250;
        fixed (float* l = low, h = high)
        fixed (long* li = lowIds, hi = highIds)
        {
            TopKHeap.Merge<SmallestFirst, float>(merged, mergedIds, 20, l, li, 20);
            TopKHeap.Merge<SmallestFirst, float>(merged, mergedIds, 20, h, hi, 20);
        }

        TopKHeap.Sort<SmallestFirst, float>(merged, mergedIds, 20);
        Assert.Equal(expected, new ReadOnlySpan<float>(merged, 20));
        Assert.Equal(expectedIds, new ReadOnlySpan<long>(mergedIds, 20));
    }

    private static float[] Scores(Random random, int n) => [.. Enumerable.Range(0, n).Select(_ => (float)random.Next(50))];

    private static (float[] Scores, long[] Ids) Push<TOrder>(float[] candidates, int k, int tier)
        where TOrder : struct, ITopKOrder<float>
    {
        float[] scores = new float[k];
        long[] ids = new long[k];
        using var memory = new GuardedMemory<float>(candidates.Length);
        candidates.CopyTo(memory.Span);
        var source = new IdSource(0);
        fixed (float* s = scores)
        fixed (long* i = ids)
        {
            TopKHeap.Initialize<TOrder, float>(s, i, k);
            switch (tier)
            {
                case 0: TopKHeap.PushBlockBody<ScalarLanes, float, TOrder>(s, i, k, memory.Pointer, candidates.Length, source); break;
                case 128: TopKHeap.PushBlockBody<Lanes128, Vector128<float>, TOrder>(s, i, k, memory.Pointer, candidates.Length, source); break;
                case 256: TopKHeap.PushBlockBody<Lanes256, Vector256<float>, TOrder>(s, i, k, memory.Pointer, candidates.Length, source); break;
                case 512: TopKHeap.PushBlockBody<Lanes512, Vector512<float>, TOrder>(s, i, k, memory.Pointer, candidates.Length, source); break;
                default: TopKHeap.PushBlock<TOrder>(s, i, k, memory.Pointer, candidates.Length, source); break;
            }

            TopKHeap.Sort<TOrder, float>(s, i, k);
        }

        return (scores, ids);
    }

    /// <summary>The rule itself, on a sorted list: enter if strictly better than the worst score; the worst by (score, id) leaves.</summary>
    private static List<(float, long)> Oracle(float[] candidates, int k, int sign, Func<float, float, bool> better)
    {
        var best = new SortedSet<(float Score, long Id)>(Comparer<(float Score, long Id)>.Create((a, b) =>
            sign * (a.Score != b.Score ? a.Score.CompareTo(b.Score) : a.Id.CompareTo(b.Id))));
        for (int i = 0; i < candidates.Length; i++)
        {
            if (best.Count == k && !better(candidates[i], best.Max.Score))
                continue;
            best.Add((candidates[i], i));
            if (best.Count > k)
                best.Remove(best.Max);
        }

        List<(float, long)> result = [.. best];
        while (result.Count < k)
            result.Add((sign * float.MaxValue, -1));
        return result;
    }

    private static List<(float, long)> Pairs((float[] Scores, long[] Ids) row) => [.. row.Scores.Zip(row.Ids)];
}
