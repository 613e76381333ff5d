using FaissNet.Contract;

namespace FaissNet.Indexes;

/// <summary>Sign codes with precise codes behind them, beyond what the contract asks of every index.</summary>
public sealed class BinaryRerankIndexTests
{
    private const int D = 32;

    private const int Count = 500;

    private static readonly float[] s_vectors = IndexCases.Vectors(Count);

    private static readonly float[] s_queries = IndexCases.Vectors(20, seed: 5);

    public static TheoryData<SignThreshold, string, Metric> Kinds
    {
        get
        {
            var data = new TheoryData<SignThreshold, string, Metric>();
            foreach (SignThreshold threshold in Enum.GetValues<SignThreshold>())
            {
                foreach (string codes in (string[])["Flat", "SQ8", "SQfp16", "PQ8np"])
                {
                    data.Add(threshold, codes, Metric.L2);
                    data.Add(threshold, codes, Metric.InnerProduct);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Search_FewCandidates_AreThoseOfTheSignsInTheOrderOfTheCodes(SignThreshold threshold, string codes, Metric metric)
    {
        const int k = 4;
        using BinaryRerankIndex index = Filled(new BinaryRerankIndex(
            D, metric, new BinaryRerankOptions { Threshold = threshold, RefineCodes = codes, Transform = new RandomRotationMatrix(D, 40), KFactor = 3 }));
        double[][] precise = IndexCases.Decoded(index);
        long[][] candidates = Candidates(index, 3 * k);

        SearchResult<float> result = index.Search(s_queries, k);

        for (int q = 0; q < result.QueryCount; q++)
        {
            ReadOnlySpan<float> query = s_queries.AsSpan(q * D, D);
            (double, long)[] expected = Oracle.Rank(metric, query, precise, i => i, candidates[q].Contains);
            Oracle.AssertNeighbours(metric, expected[..k], result.DistancesOf(q), result.IdsOf(q), Oracle.RoundingOf(query, precise));
        }
        SearchResult<float> wide = index.Search(s_queries, k, new SearchOptions { RefineFactor = Count });
        Assert.Equal(k * 20, wide.Ids.Length);
        for (int i = 0; i < wide.Distances.Length; i++)
            Assert.True(metric == Metric.L2 ? wide.Distances[i] <= result.Distances[i] : wide.Distances[i] >= result.Distances[i]);
    }

    [Fact]
    public void Signs_OfMeans_AreSetWhereAComponentReachesItsMean()
    {
        using BinaryRerankIndex index = Filled(new BinaryRerankIndex(D));
        var code = new byte[index.CodeSize];
        for (int i = 0; i < 30; i++)
        {
            ReadOnlySpan<float> vector = s_vectors.AsSpan(i * D, D);
            index.Encode(vector, code);
            for (int j = 0; j < D; j++)
            {
                double mean = Enumerable.Range(0, Count).Average(row => (double)s_vectors[row * D + j]);
                if (Math.Abs(vector[j] - mean) > 1e-5)
                    Assert.Equal(vector[j] > mean, (code[j / 8] >> (j % 8) & 1) == 1);
            }
        }
        Assert.Equal("Center,LSH,Refine(SQ8)", index.Description);
        Assert.Equal((D / 8) + D, index.CodeSize);
        Assert.Equal(10, index.KFactor);
    }

    [Theory]
    [InlineData(Metric.L2)]
    [InlineData(Metric.InnerProduct)]
    public void File_IsAComposition_ThatFaissHas(Metric metric)
    {
        using BinaryRerankIndex index = Filled(new BinaryRerankIndex(D, metric, new BinaryRerankOptions { RefineCodes = "Flat", KFactor = 7 }));
        using var file = new MemoryStream();
        index.Save(file);
        file.Position = 0;

        FaissFileInfo info = FaissFile.Inspect(file);

        Assert.Equal(
            ["IndexRefineFlat", "IndexPreTransform", "CenteringTransform", "IndexLSH", "RandomRotationMatrix", $"IndexFlat{(metric == Metric.L2 ? "L2" : "IP")}"],
            info.Index.Descend().Select(part => part.ClassName));
        Assert.True(info.IsManagedReadable && info.IsNativeSafe);
        file.Position = 0;
        using var loaded = (BinaryRerankIndex)VectorIndex.Load(file);
        Assert.Equal((7f, metric), (loaded.KFactor, loaded.Metric));
        Assert.Equal(index.Search(s_queries, 5).Distances, loaded.Search(s_queries, 5).Distances);
    }

    [Fact]
    public void UpdateAndRemove_KeepBothCodesTogether()
    {
        using BinaryRerankIndex index = Filled(new BinaryRerankIndex(D, options: new BinaryRerankOptions { RefineCodes = "Flat" }));
        float[] replaced = IndexCases.Vectors(2, seed: 31);
        Assert.Equal(2, index.Update(replaced, [3, 400]));
        Assert.Equal(100, index.Remove(IdFilter.Range(100, 200)));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Update(replaced, [3, 400]));
        SearchResult<float> result = index.Search(replaced, 1);
        Assert.Equal([3, 300], result.Ids);
        Assert.Equal([0, 0], result.Distances);
        Assert.Equal(Count - 100, index.Base.Count);
        Assert.Equal(Count - 100, index.RefineStore!.Count);
    }

    [Fact]
    public void Constructor_BadParts_Throws()
    {
        using VectorIndex signs = BinaryRerankIndex.CreateSigns(D);
        using var flat = new FlatIndex(D);
        using var small = new FlatIndex(D / 2);
        using var mapped = new IdMapIndex(new LshIndex(D, D));
        using VectorIndex refine = VectorIndex.Create(D, "SQ8,RFlat");
        Assert.Throws<ArgumentException>(() => new BinaryRerankIndex(flat, flat));
        Assert.Throws<ArgumentException>(() => new BinaryRerankIndex(signs, signs));
        Assert.Throws<ArgumentException>(() => new BinaryRerankIndex(signs, small));
        Assert.Throws<ArgumentException>(() => new BinaryRerankIndex(signs, refine));
        Assert.Throws<ArgumentException>(() => new BinaryRerankIndex(mapped, flat));
        Assert.Throws<ArgumentNullException>(() => new BinaryRerankIndex(signs, (VectorIndex)null!));
        Assert.Throws<ArgumentNullException>(() => new BinaryRerankIndex(null!, flat));
        Assert.Throws<ArgumentException>(() => new BinaryRerankIndex(D, options: new BinaryRerankOptions { RefineCodes = "IVF4,Flat" }));
        Assert.Throws<ArgumentException>(() => new BinaryRerankIndex(D, options: new BinaryRerankOptions { Transform = new NormalizationTransform(D + 1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryRerankIndex(D, options: new BinaryRerankOptions { KFactor = 1001 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BinaryRerankIndex(D, options: new BinaryRerankOptions { Threshold = (SignThreshold)7 }));
        flat.Add(s_vectors);
        Assert.Throws<ArgumentException>(() => new BinaryRerankIndex(signs, flat));
    }

    private static BinaryRerankIndex Filled(BinaryRerankIndex index)
    {
        index.Train(s_vectors);
        index.Add(s_vectors);
        return index;
    }

    private static long[][] Candidates(BinaryRerankIndex index, int count)
    {
        SearchResult<float> found = index.Base.Search(s_queries, count);
        return [.. Enumerable.Range(0, found.QueryCount).Select(q => found.IdsOf(q).ToArray())];
    }
}
