using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

public sealed unsafe class TopKReservoirTests
{
    public static TheoryData<int> Sizes => [1, 2, 7, 100, 1000];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sort_SmallestFirstWithTies_IsWhatTheHeapKeeps(int k)
    {
        foreach (int n in new[] { 0, 1, k - 1, k, k + 1, (2 * k) - 1, 2 * k, (2 * k) + 1, 9 * k, 5003 })
        {
            float[] scores = Scores(new Random(n), n);
            (float[] expected, long[] expectedIds) = Heap<SmallestFirst>(scores, k);
            foreach (int tier in new[] { 0, 128, 256, 512 })
            {
                (float[] actual, long[] ids) = Reservoir<SmallestFirst>(scores, k, tier);
                Assert.Equal(expected, actual);
                Assert.Equal(expectedIds, ids);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Sort_LargestFirst_ScoresAreThoseOfTheHeap(int k)
    {
        foreach (int n in new[] { 0, 1, k, 2 * k, 9 * k, 5003 })
        {
            float[] scores = [.. Scores(new Random(n), n).Select(score => -score)];
            (float[] expected, long[] expectedIds) = Heap<LargestFirst>(scores, k);
            (float[] actual, long[] ids) = Reservoir<LargestFirst>(scores, k, 0);
            Assert.Equal(expected, actual);
            // Those that are better than the last have no choice.
            int settled = Array.FindIndex(expected, score => score == expected[^1]);
            Assert.Equal(expectedIds[..settled], ids[..settled]);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void Sort_ScoresInOrder_AreTheFirstOrTheLast(int direction)
    {
        const int K = 500, N = 50_000;
        float[] scores = [.. Enumerable.Range(0, N).Select(i => (float)(direction * i))];
        (float[] actual, long[] ids) = Reservoir<SmallestFirst>(scores, K, 0);
        long[] expected = [.. Enumerable.Range(0, K).Select(i => (long)(direction > 0 ? i : N - 1 - i))];
        Assert.Equal(expected, ids);
        Assert.Equal(expected.Select(id => (float)(direction * id)), actual);
    }

    [Fact]
    public void Sort_OrderThatDefeatsThePivots_IsStillTheBest()
    {
        const int K = 2000;
        // Each middle of three is the second worst of what is left, so that every round of selecting takes two away.
        float[] scores = [.. Enumerable.Range(0, 2 * K).Select(i => (float)(i % 2 == 0 ? i : -i))];
        float[] organ = [.. Enumerable.Range(0, K).Select(i => (float)i), .. Enumerable.Range(0, K).Select(i => (float)(K - i))];
        foreach (float[] offered in (float[][])[scores, organ])
        {
            (float[] expected, long[] expectedIds) = Heap<SmallestFirst>(offered, K);
            (float[] actual, long[] ids) = Reservoir<SmallestFirst>(offered, K, 0);
            Assert.Equal(expected, actual);
            Assert.Equal(expectedIds, ids);
        }
    }

    [Fact]
    public void PushBlock_NaNAndMissing_NeverEnter()
    {
        (float[] scores, long[] ids) = Reservoir<SmallestFirst>([float.NaN, float.MaxValue, float.PositiveInfinity, 3, -0f, 0f], 4, 0);
        Assert.Equal([0f, 0f, 3f, float.MaxValue], scores);
        Assert.Equal([4L, 5L, 3L, -1L], ids);
    }

    [Fact]
    public void PushBlock_Filter_IsAsked()
    {
        (_, long[] ids) = Reservoir<SmallestFirst>([5, 4, 3, 2, 1], 2, 0, IdFilter.Range(0, 3));
        Assert.Equal([2L, 1L], ids);
    }

    private static float[] Scores(Random random, int n)
    {
        var scores = new float[Math.Max(0, n)];
        for (int i = 0; i < scores.Length; i++)
            scores[i] = random.Next(3) == 0 ? random.Next(50) : random.NextSingle() * 50;
        return scores;
    }

    private static (float[] Scores, long[] Ids) Heap<TOrder>(float[] offered, int k)
        where TOrder : struct, ITopKOrder<float>
    {
        var scores = new float[k];
        var ids = new long[k];
        fixed (float* offeredPointer = offered, scorePointer = scores)
        fixed (long* idPointer = ids)
        {
            TopKHeap.Initialize<TOrder, float>(scorePointer, idPointer, k);
            TopKHeap.PushBlock<TOrder>(scorePointer, idPointer, k, offeredPointer, offered.Length, new IdSource(0));
            TopKHeap.Sort<TOrder, float>(scorePointer, idPointer, k);
        }
        return (scores, ids);
    }

    private static (float[] Scores, long[] Ids) Reservoir<TOrder>(float[] offered, int k, int tier, IdFilter? filter = null)
        where TOrder : struct, ITopKOrder<float>
    {
        var scores = new float[TopKReservoir.Width(k)];
        var ids = new long[TopKReservoir.Width(k)];
        fixed (float* offeredPointer = offered, scorePointer = scores)
        fixed (long* idPointer = ids)
        {
            TopKReservoir.Initialize<TOrder>(scorePointer, idPointer, 1, k);
            var source = new IdSource(0, filter);
            if (tier == 512)
                TopKReservoir.PushBlock<Lanes512, Vector512<float>, TOrder>(scorePointer, idPointer, k, offeredPointer, offered.Length, source);
            else if (tier == 256)
                TopKReservoir.PushBlock<Lanes256, Vector256<float>, TOrder>(scorePointer, idPointer, k, offeredPointer, offered.Length, source);
            else if (tier == 128)
                TopKReservoir.PushBlock<Lanes128, Vector128<float>, TOrder>(scorePointer, idPointer, k, offeredPointer, offered.Length, source);
            else
                TopKReservoir.PushBlock<ScalarLanes, float, TOrder>(scorePointer, idPointer, k, offeredPointer, offered.Length, source);
            TopKReservoir.Sort<TOrder>(scorePointer, idPointer, k);
        }
        return (scores[..k], ids[..k]);
    }
}
