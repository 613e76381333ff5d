using FaissNet.Contract;
using FaissNet.Storage;

namespace FaissNet.Indexes;

/// <summary>
/// Batches that are grouped by list against the same queries one at a time, bit for bit. Centroids and queries are multiples of 1/8, so that
/// the coarse search finds the same distances both ways; the stored vectors are not, so that the tile rounds.
/// </summary>
public sealed class IvfGroupedSearchTests
{
    private const int D = 32;
    private const int NList = 12;
    private const int Queries = 40;

    public static TheoryData<string, Metric, bool> Types
    {
        get
        {
            var data = new TheoryData<string, Metric, bool>();
            foreach (Metric metric in (Metric[])[Metric.L2, Metric.InnerProduct])
            {
                data.Add("Flat", metric, false);
                foreach (string type in (string[])["SQ8", "SQ8uniform", "SQ4", "SQfp16", "PQ8", "PQ4"])
                {
                    data.Add(type, metric, true);
                    data.Add(type, metric, false);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Search_Batch_EqualsSingleQueries(string type, Metric metric, bool byResidual)
    {
        using IvfIndex index = Filled(type, metric, byResidual, Vectors(700, seed: 3));
        foreach (int nProbe in (int[])[1, 4, 500])
        {
            foreach (int k in (int[])[1, 12])
                AssertBatchEqualsSingle(index, k, new SearchOptions { NProbe = nProbe });
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Search_EqualVectorsInAllLists_EqualsSingleQueries(string type, Metric metric, bool byResidual)
    {
        // 100 vectors seven times: whatever k is, some cuts fall among equals.
        float[] vectors = Vectors(700, seed: 4);
        for (int copy = 1; copy < 7; copy++)
            vectors.AsSpan(0, 100 * D).CopyTo(vectors.AsSpan(copy * 100 * D));
        using IvfIndex index = Filled(type, metric, byResidual, vectors);
        SpreadOverAllLists(index);
        foreach (int k in (int[])[1, 5, 14])
            AssertBatchEqualsSingle(index, k, new SearchOptions { NProbe = 5 });
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Search_WithFilter_EqualsSingleQueries(string type, Metric metric, bool byResidual)
    {
        using IvfIndex index = Filled(type, metric, byResidual, Vectors(700, seed: 5));
        AssertBatchEqualsSingle(index, 7, new SearchOptions { NProbe = 6, Filter = IdFilter.Range(100, 400) });
        AssertBatchEqualsSingle(index, 7, new SearchOptions { NProbe = 6, Filter = IdFilter.Of(3, 77, 501) });
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Search_MoreThanThereAre_FillsWithMinusOne(string type, Metric metric, bool byResidual)
    {
        using IvfIndex index = Filled(type, metric, byResidual, Vectors(30, seed: 6));
        AssertBatchEqualsSingle(index, 50, new SearchOptions { NProbe = 2 });
        SearchResult<float> all = index.Search(QueryBatch(), 50, new SearchOptions { NProbe = NList });
        for (int q = 0; q < Queries; q++)
        {
            Assert.Equal(Enumerable.Range(0, 30).Select(i => (long)i), all.IdsOf(q)[..30].ToArray().Order());
            Assert.Equal(Enumerable.Repeat(-1L, 20), all.IdsOf(q)[30..].ToArray());
        }
    }

    [Fact]
    public void Search_LargeKOverManyVectors_EqualsSingleQueries()
    {
        using IvfIndex index = Filled("Flat", Metric.L2, false, Vectors(6000, seed: 7));
        AssertBatchEqualsSingle(index, 2048, new SearchOptions { NProbe = 8 });
    }

    [Theory]
    [InlineData(Metric.L2)]
    [InlineData(Metric.InnerProduct)]
    public void Search_NormsFarAboveDistances_EqualsSingleQueries(Metric metric)
    {
        // ‖x‖² + ‖y‖² − 2⟨x, y⟩ has no correct digit here: the candidates must be seen not to settle the answer.
        float[] vectors = Vectors(700, seed: 8);
        for (int i = 0; i < vectors.Length; i++)
            vectors[i] = 4096 + vectors[i] / 64;
        using IvfIndex index = Filled("Flat", metric, false, vectors);
        float[] queries = QueryBatch();
        for (int i = 0; i < queries.Length; i++)
            queries[i] += 4096;
        AssertBatchEqualsSingle(index, 10, new SearchOptions { NProbe = NList }, queries);
    }

    [Fact]
    public void Search_CancelledFromAFilter_Throws()
    {
        using IvfIndex index = Filled("Flat", Metric.L2, false, Vectors(700, seed: 9));
        using var source = new CancellationTokenSource();
        IdFilter cancels = IdFilter.Where(_ =>
        {
            source.Cancel();
            return true;
        });
        foreach (int threads in (int[])[1, 2])
        {
            var options = new SearchOptions
            {
                NProbe = 6, Filter = cancels, CancellationToken = source.Token, MaxDegreeOfParallelism = threads,
            };
            Assert.ThrowsAny<OperationCanceledException>(() => index.Search(QueryBatch(), 5, options));
        }
    }

    private static void AssertBatchEqualsSingle(IvfIndex index, int k, SearchOptions options, float[]? batch = null)
    {
        float[] queries = batch ?? QueryBatch();
        var ids = new long[Queries * k];
        var distances = new float[Queries * k];
        for (int q = 0; q < Queries; q++)
        {
            index.Search(
                queries.AsSpan(q * D, D), k, distances.AsSpan(q * k, k), ids.AsSpan(q * k, k), options with { MaxDegreeOfParallelism = 1 });
        }
        foreach (int threads in (int[])[1, 2, 4])
        {
            SearchResult<float> result = index.Search(queries, k, options with { MaxDegreeOfParallelism = threads });
            Assert.Equal(ids, result.Ids);
            Assert.Equal(distances, result.Distances);
        }
    }

    private static IvfIndex Filled(string type, Metric metric, bool byResidual, float[] vectors)
    {
        var coarse = new FlatIndex(D, metric);
        coarse.Add(Dyadic(NList, seed: 1));
        IvfIndex index = type switch
        {
            "Flat" => new IvfFlatIndex(coarse, NList),
            "PQ8" => new IvfPqIndex(coarse, NList, new ProductQuantizer(D, 8, 8), byResidual),
            "PQ4" => new IvfPqIndex(coarse, NList, new ProductQuantizer(D, 16, 4), byResidual),
            _ => new IvfScalarQuantizerIndex(coarse, NList, new ScalarQuantizer(D, TypeOf(type)), byResidual),
        };
        index.Train(Vectors(600, seed: 2));
        index.Add(vectors);
        return index;
    }

    private static ScalarQuantizerType TypeOf(string name) => name switch
    {
        "SQ8" => ScalarQuantizerType.EightBit,
        "SQ8uniform" => ScalarQuantizerType.EightBitUniform,
        "SQ4" => ScalarQuantizerType.FourBit,
        _ => ScalarQuantizerType.Float16,
    };

    /// <summary>Puts every third code into the next list, so that equals are met in different lists.</summary>
    private static unsafe void SpreadOverAllLists(IvfIndex index)
    {
        var code = new byte[index.Lists.CodeSize];
        for (int list = 0; list < NList; list++)
        {
            long length = index.ListLength(list);
            for (long row = length - 1; row >= 0; row -= 3)
            {
                long id = index.Lists.Ids(list)[row][0];
                fixed (byte* pointer = code)
                {
                    index.Lists.ReadCodes(list, row, new Rows<byte>(pointer, 1, code.Length));
                    index.Lists.Append((list + 1) % NList, new Rows<byte>(pointer, 1, code.Length), new Rows<long>(&id, 1, 1));
                }
                index.Lists.RemoveBySwap(list, row);
            }
        }
    }

    private static float[] QueryBatch() => Dyadic(Queries, seed: 10);

    private static float[] Vectors(int count, int seed) => IndexCases.Vectors(count, D, seed);

    private static float[] Dyadic(int count, int seed) => Array.ConvertAll(Vectors(count, seed), x => MathF.Round(x * 8) / 8);
}
