using System.Runtime.InteropServices;

namespace FaissNet.Kernels;

/// <summary>A reservoir must return what a heap returns for the same candidates in the same order.</summary>
public sealed unsafe class TopKReservoirTests
{
    public static TheoryData<int> Sizes => [1, 2, 10, 63, 64, 100, 1000, 2048];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void PushBlock_RandomScores_EqualsHeap(int k)
    {
        var random = new Random(k);
        foreach (int n in new[] { 0, 1, 17, 130, 20_000 })
        {
            float[] scores = [.. Enumerable.Range(0, n).Select(_ => random.NextSingle())];
            long[] ids = [.. Enumerable.Range(0, n).Select(_ => random.NextInt64())];
            Compare<SmallestFirst>(scores, ids, k);
            Compare<LargestFirst>(scores, ids, k);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void PushBlock_TiesInAnyOrderOfIds_EqualsHeap(int k)
    {
        var random = new Random(k);
        foreach (int values in new[] { 1, 2, 5, 60 })
        {
            float[] scores = [.. Enumerable.Range(0, 12_000).Select(i => (float)random.Next(values) - (i / 1000))];
            long[] ids = [.. Enumerable.Range(0, 12_000).Select(i => (long)i)];
            random.Shuffle(ids);
            Compare<SmallestFirst>(scores, ids, k);
            Compare<LargestFirst>(scores, ids, k);
            Compare<LargestFirst>([.. scores.Select(s => -s)], ids, k);
        }
    }

    [Fact]
    public void PushBlock_EqualIdsNaNAndMinusOne_EqualsHeap()
    {
        float[] scores = [.. Enumerable.Range(0, 1000).Select(i => i % 7 == 0 ? float.NaN : i % 3)];
        long[] ids = [.. Enumerable.Range(0, 1000).Select(i => (long)(i % 5) - 1)];
        Compare<SmallestFirst>(scores, ids, 100);
        Compare<LargestFirst>(scores, ids, 100);
    }

    private static void Compare<TOrder>(float[] candidates, long[] candidateIds, int k)
        where TOrder : struct, ITopKOrder<float>
    {
        float[] expected = new float[k], actual = new float[k];
        long[] expectedIds = new long[k], actualIds = new long[k];
        byte* scratch = (byte*)NativeMemory.AlignedAlloc((nuint)TopKReservoir<TOrder>.ScratchBytes(k), 64);
        fixed (float* c = candidates, e = expected, a = actual)
        fixed (long* ci = candidateIds, ei = expectedIds, ai = actualIds)
        {
            TopKHeap.Initialize<TOrder, float>(e, ei, k);
            TopKHeap.PushBlock<TOrder>(e, ei, k, c, candidates.Length, new IdSource(ci));
            TopKHeap.Sort<TOrder, float>(e, ei, k);
            var reservoir = new TopKReservoir<TOrder>(k, scratch);
            int half = candidates.Length / 2;
            reservoir.PushBlock(c, half, new IdSource(ci));
            reservoir.PushBlock(c + half, candidates.Length - half, new IdSource(ci + half));
            reservoir.Finish(a, ai);
        }

        NativeMemory.AlignedFree(scratch);
        Assert.Equal(expected, actual);
        Assert.Equal(expectedIds, actualIds);
    }
}
