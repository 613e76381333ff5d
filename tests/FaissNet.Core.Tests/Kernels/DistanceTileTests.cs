namespace FaissNet.Kernels;

public sealed unsafe class DistanceTileTests
{
    /// <summary>Tier in bits, and whether the wide tile of processors with many registers runs at 128 bits.</summary>
    public static TheoryData<int, bool> Tiles => new() { { 0, false }, { 128, false }, { 128, true }, { 256, false }, { 512, false } };

    private static IEnumerable<(int Rows, int Columns)> Shapes =>
    [
        (0, 5), (1, 0), (1, 1), (2, 1), (1, 65), (3, 16), (5, 17), (6, 64), (7, 31), (8, 129), (12, 33), (13, 7), (125, 70),
    ];

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Distances_EveryShape_EqualsDoubleOracle(int tier, bool manyRegisters)
    {
        var random = new Random(11);
        foreach (int d in KernelData.FewDimensions)
        {
            foreach ((int n, int columns) in Shapes)
            {
                using GuardedMemory<float> x = KernelData.Floats(random, (long)n * d), y = KernelData.Floats(random, (long)columns * d);
                using var matrix = new GuardedMemory<float>((long)n * columns);
                using var panel = new PackedPanel((SimdTier)tier, manyRegisters);
                panel.Pack(y.Pointer, columns, d);
                foreach (Metric metric in new[] { Metric.L2, Metric.InnerProduct })
                {
                    DistanceTile.Distances(x.Pointer, n, panel, metric, matrix.Pointer, columns);
                    for (int i = 0; i < n * columns; i++)
                    {
                        double expected = KernelData.Distance(metric, x.Pointer + (i / columns * d), y.Pointer + (i % columns * d), d);
                        KernelData.AssertClose(expected, matrix.Span[i], 4 * d, 4, $"{metric} d={d} n={n} columns={columns} i={i}");
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Distances_LargeDimensions_EqualsDoubleOracle(int tier, bool manyRegisters)
    {
        var random = new Random(12);
        foreach (int d in new[] { 512, 768, 1024, 1536 })
        {
            using GuardedMemory<float> x = KernelData.Floats(random, 50L * d), y = KernelData.Floats(random, 70L * d);
            using var matrix = new GuardedMemory<float>(50 * 70);
            using var panel = new PackedPanel((SimdTier)tier, manyRegisters);
            panel.Pack(y.Pointer, 70, d);
            DistanceTile.Distances(x.Pointer, 50, panel, Metric.L2, matrix.Pointer, 70);
            for (int i = 0; i < 50 * 70; i++)
            {
                double expected = KernelData.L2(x.Pointer + (i / 70 * d), y.Pointer + (i % 70 * d), d);
                KernelData.AssertClose(expected, matrix.Span[i], 4 * d, 16, $"d={d} i={i}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Nearest_ManyTies_LowestIndex(int tier, bool manyRegisters)
    {
        var random = new Random(13);
        foreach (int d in KernelData.FewDimensions)
        {
            foreach ((int n, int columns) in Shapes)
            {
                using GuardedMemory<float> x = KernelData.SmallIntegers(random, (long)n * d), y = KernelData.SmallIntegers(random, (long)columns * d);
                using var ids = new GuardedMemory<int>(n);
                using var distances = new GuardedMemory<float>(n);
                using var panel = new PackedPanel((SimdTier)tier, manyRegisters);
                panel.Pack(y.Pointer, columns, d);
                foreach (Metric metric in new[] { Metric.L2, Metric.InnerProduct })
                {
                    DistanceTile.Nearest(x.Pointer, n, panel, metric, ids.Pointer, distances.Pointer);
                    for (int i = 0; i < n; i++)
                    {
                        (int id, double distance) = NearestOracle(metric, x.Pointer + (i * d), y.Pointer, columns, d);
                        Assert.True(id == ids.Span[i], $"{metric} d={d} n={n} columns={columns} row={i}: expected {id}, got {ids.Span[i]}");
                        Assert.Equal((float)distance, distances.Span[i]);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Nearest_StridedRowsWithoutDistances_SameIndexes(int tier, bool manyRegisters)
    {
        var random = new Random(14);
        const int N = 20, D = 5, Stride = 12;
        using GuardedMemory<float> x = KernelData.SmallIntegers(random, ((N - 1) * Stride) + D), y = KernelData.SmallIntegers(random, 40 * D);
        using var ids = new GuardedMemory<int>(N);
        using var panel = new PackedPanel((SimdTier)tier, manyRegisters);
        panel.Pack(y.Pointer, 40, D);
        DistanceTile.Nearest(x.Pointer, N, Stride, panel, Metric.L2, ids.Pointer, null);
        for (int i = 0; i < N; i++)
            Assert.Equal(NearestOracle(Metric.L2, x.Pointer + (i * Stride), y.Pointer, 40, D).Id, ids.Span[i]);
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void Nearest_NaN_IsNeverChosen(int tier, bool manyRegisters)
    {
        var random = new Random(15);
        const int D = 9, Columns = 70;
        using GuardedMemory<float> x = KernelData.SmallIntegers(random, 3 * D), y = KernelData.SmallIntegers(random, Columns * D);
        x.Span[D] = float.NaN;
        for (int i = 0; i < Columns - 1; i++)
            y.Span[i * D] = float.NaN;
        int* ids = stackalloc int[3];
        float* distances = stackalloc float[3];
        using var panel = new PackedPanel((SimdTier)tier, manyRegisters);
        panel.Pack(y.Pointer, Columns, D);
        DistanceTile.Nearest(x.Pointer, 3, panel, Metric.L2, ids, distances);
        Assert.Equal([Columns - 1, -1, Columns - 1], new ReadOnlySpan<int>(ids, 3));
        Assert.Equal(float.MaxValue, distances[1]);
        DistanceTile.Nearest(x.Pointer, 3, panel, Metric.InnerProduct, ids, distances);
        Assert.Equal([Columns - 1, -1, Columns - 1], new ReadOnlySpan<int>(ids, 3));
        Assert.Equal(-float.MaxValue, distances[1]);
    }

    [Theory]
    [MemberData(nameof(Tiles))]
    public void TopK_ManyTies_EqualsHeapOverScan(int tier, bool manyRegisters)
    {
        var random = new Random(16);
        foreach (int d in new[] { 1, 3, 8, 33 })
        {
            foreach ((int n, int columns) in Shapes)
            {
                foreach (int k in new[] { 1, 3, 10, 100 })
                {
                    using GuardedMemory<float> x = KernelData.SmallIntegers(random, (long)n * d), y = KernelData.SmallIntegers(random, (long)columns * d);
                    using var panel = new PackedPanel((SimdTier)tier, manyRegisters);
                    panel.Pack(y.Pointer, columns, d);
                    CompareTopK(x, y, n, columns, d, k, Metric.L2, panel);
                    CompareTopK(x, y, n, columns, d, k, Metric.InnerProduct, panel);
                }
            }
        }
    }

    [Fact]
    public void TopK_SlotsBiasIdsAndFilter_AreHonoured()
    {
        const int D = 4, Columns = 100, K = 3;
        var random = new Random(17);
        using GuardedMemory<float> x = KernelData.SmallIntegers(random, 2 * D), y = KernelData.SmallIntegers(random, Columns * D);
        using var panel = new PackedPanel();
        panel.Pack(y.Pointer, Columns, D);
        float* bias = stackalloc float[2] { 1000, -7 };
        int* slots = stackalloc int[2] { 4, 1 };
        long* sourceIds = stackalloc long[Columns];
        for (int i = 0; i < Columns; i++)
            sourceIds[i] = 5000 - i;
        float[] scores = new float[5 * K];
        long[] ids = new long[5 * K];
        fixed (float* s = scores)
        fixed (long* l = ids)
        {
            TopKHeap.Initialize(Metric.InnerProduct, s, l, 5, K);
            var source = new IdSource(sourceIds, IdFilter.Where(id => id % 2 == 0));
            DistanceTile.TopK(x.Pointer, 2, panel, Metric.InnerProduct, source, new TopKRows(s, l, K, slots, bias));
            for (int row = 0; row < 2; row++)
            {
                float[] expectedScores = new float[K];
                long[] expectedIds = new long[K];
                fixed (float* es = expectedScores)
                fixed (long* ei = expectedIds)
                {
                    TopKHeap.Initialize<LargestFirst, float>(es, ei, K);
                    for (int j = 0; j < Columns; j++)
                    {
                        if ((5000 - j) % 2 == 0)
                            TopKHeap.Push<LargestFirst, float>(es, ei, K, bias[row] + (float)KernelData.InnerProduct(x.Pointer + (row * D), y.Pointer + (j * D), D), 5000 - j);
                    }
                }

                Assert.Equal(expectedScores, scores[(slots[row] * K)..((slots[row] + 1) * K)]);
                Assert.Equal(expectedIds, ids[(slots[row] * K)..((slots[row] + 1) * K)]);
            }
        }

        Assert.Equal(-1, ids[0]);
    }

    [Fact]
    public void Panel_PackedAgainSmaller_ForgetsTheOldVectors()
    {
        var random = new Random(18);
        using GuardedMemory<float> x = KernelData.SmallIntegers(random, 8), large = KernelData.SmallIntegers(random, 200 * 8), small = KernelData.SmallIntegers(random, 3 * 4);
        using var panel = new PackedPanel();
        panel.Pack(large.Pointer, 200, 8);
        panel.Pack(small.Pointer, 3, 4);
        float* matrix = stackalloc float[6];
        DistanceTile.Distances(x.Pointer, 2, panel, Metric.L2, matrix, 3);
        for (int i = 0; i < 6; i++)
            Assert.Equal((float)KernelData.L2(x.Pointer + (i / 3 * 4), small.Pointer + (i % 3 * 4), 4), matrix[i]);
    }

    private static void CompareTopK(GuardedMemory<float> x, GuardedMemory<float> y, int n, int columns, int d, int k, Metric metric, PackedPanel panel)
    {
        using var scores = new GuardedMemory<float>((long)n * k);
        using var ids = new GuardedMemory<long>((long)n * k);
        using var expectedScores = new GuardedMemory<float>(k);
        using var expectedIds = new GuardedMemory<long>(k);
        TopKHeap.Initialize(metric, scores.Pointer, ids.Pointer, n, k);
        DistanceTile.TopK(x.Pointer, n, panel, metric, new IdSource(7), new TopKRows(scores.Pointer, ids.Pointer, k));
        TopKHeap.Sort(metric, scores.Pointer, ids.Pointer, n, k);
        for (int i = 0; i < n; i++)
        {
            TopKHeap.Initialize(metric, expectedScores.Pointer, expectedIds.Pointer, 1, k);
            for (int j = 0; j < columns; j++)
            {
                float score = (float)KernelData.Distance(metric, x.Pointer + (i * d), y.Pointer + (j * d), d);
                if (metric == Metric.L2)
                    TopKHeap.Push<SmallestFirst, float>(expectedScores.Pointer, expectedIds.Pointer, k, score, 7 + j);
                else
                    TopKHeap.Push<LargestFirst, float>(expectedScores.Pointer, expectedIds.Pointer, k, score, 7 + j);
            }

            TopKHeap.Sort(metric, expectedScores.Pointer, expectedIds.Pointer, 1, k);
            Assert.True(expectedScores.Span.SequenceEqual(scores.Span.Slice(i * k, k)), $"scores {metric} d={d} n={n} columns={columns} k={k} row={i}");
            Assert.True(expectedIds.Span.SequenceEqual(ids.Span.Slice(i * k, k)), $"ids {metric} d={d} n={n} columns={columns} k={k} row={i}");
        }
    }

    private static (int Id, double Distance) NearestOracle(Metric metric, float* x, float* y, int columns, int d)
    {
        int best = -1;
        double distance = metric == Metric.L2 ? float.MaxValue : -float.MaxValue;
        for (int j = 0; j < columns; j++)
        {
            double candidate = KernelData.Distance(metric, x, y + (j * d), d);
            if (metric == Metric.L2 ? candidate < distance : candidate > distance)
                (best, distance) = (j, candidate);
        }

        return (best, distance);
    }
}
