using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

public sealed unsafe class PqTableTests
{
    private delegate void TableBody(float* query, float* centroids, int m, int ksub, int dsub, float* table);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(48)]
    public void Build_EveryKSub_EqualsDoubleOracle(int dsub)
    {
        var random = new Random(dsub);
        for (int nbits = 1; nbits <= 10; nbits++)
        {
            int ksub = 1 << nbits;
            const int M = 3, Queries = 3;
            using GuardedMemory<float> centroids = KernelData.Floats(random, (long)M * ksub * dsub), queries = KernelData.Floats(random, Queries * M * dsub);
            using var tables = new GuardedMemory<float>(Queries * M * ksub);
            using var pq = new PqTable();
            pq.Pack(centroids.Pointer, M, ksub, dsub);
            foreach (Metric metric in new[] { Metric.L2, Metric.InnerProduct })
            {
                pq.Build(queries.Pointer, Queries, metric, tables.Pointer);
                for (int i = 0; i < tables.Count; i++)
                {
                    int query = i / (M * ksub), m = i / ksub % M;
                    double expected = KernelData.Distance(metric, queries.Pointer + (((query * M) + m) * dsub), centroids.Pointer + (i % (M * ksub) * dsub), dsub);
                    KernelData.AssertClose(expected, tables.Span[i], 4 * dsub, 1, $"{metric} ksub={ksub} i={i}");
                }
            }
        }
    }

    [Theory]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Body_EveryTier_EqualsNarrow(int tier)
    {
        var random = new Random(tier);
        const int M = 2, KSub = 256, DSub = 5;
        using GuardedMemory<float> centroids = KernelData.SmallIntegers(random, M * KSub * DSub), query = KernelData.SmallIntegers(random, M * DSub);
        using GuardedMemory<float> expected = new(M * KSub), actual = new(M * KSub);
        PqTable.Narrow<VectorDistance.L2Term>(query.Pointer, centroids.Pointer, M, KSub, DSub, expected.Pointer);
        TableBody body = tier switch
        {
            128 => PqTable.Body<Lanes128, Vector128<float>, VectorDistance.L2Term>,
            256 => PqTable.Body<Lanes256, Vector256<float>, VectorDistance.L2Term>,
            _ => PqTable.Body<Lanes512, Vector512<float>, VectorDistance.L2Term>,
        };
        body(query.Pointer, centroids.Pointer, M, KSub, DSub, actual.Pointer);
        Assert.True(expected.Span.SequenceEqual(actual.Span));
    }

    [Fact]
    public void Precomputed_PlusQuery_IsResidualTableWithoutTheCoarseDistance()
    {
        // ‖q − c − r‖² = ‖q − c‖² + Σ (‖r‖² + 2⟨c, r⟩ − 2⟨q, r⟩), summed over the sub-quantizers.
        var random = new Random(9);
        const int M = 4, KSub = 256, DSub = 6;
        using GuardedMemory<float> centroids = KernelData.Floats(random, M * KSub * DSub);
        using GuardedMemory<float> coarse = KernelData.Floats(random, M * DSub), query = KernelData.Floats(random, M * DSub);
        using GuardedMemory<float> precomputed = new(M * KSub), products = new(M * KSub), table = new(M * KSub);
        using var pq = new PqTable();
        pq.Pack(centroids.Pointer, M, KSub, DSub);
        pq.BuildPrecomputed(coarse.Pointer, precomputed.Pointer);
        pq.Build(query.Pointer, Metric.InnerProduct, products.Pointer);
        PqTable.AddQuery(precomputed.Pointer, products.Pointer, M * KSub, table.Pointer);
        for (int i = 0; i < M * KSub; i++)
        {
            double expected = 0;
            for (int k = 0; k < DSub; k++)
            {
                int component = (i / KSub * DSub) + k;
                double r = centroids.Span[(i * DSub) + k];
                expected += (r * r) + (2 * r * ((double)coarse.Span[component] - query.Span[component]));
            }

            KernelData.AssertClose(expected, table.Span[i], 6 * DSub, 1, $"i={i}");
        }
    }
}
