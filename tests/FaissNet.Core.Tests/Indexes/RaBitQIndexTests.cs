using FaissNet.Contract;

namespace FaissNet.Tests.Indexes;

public sealed class RaBitQIndexTests
{
    private const int Count = 300;

    public static TheoryData<int, int, Metric> Shapes
    {
        get
        {
            var data = new TheoryData<int, int, Metric>();
            foreach ((int d, int bits) in ((int, int)[])[(7, 1), (32, 1), (130, 1), (32, 2), (100, 4), (17, 7), (64, 9)])
            {
                data.Add(d, bits, Metric.L2);
                data.Add(d, bits, Metric.InnerProduct);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Search_EveryRoundingOfTheQuery_EqualsTheFormulas(int dimension, int bits, Metric metric)
    {
        using var index = new RaBitQIndex(dimension, bits, metric);
        float[] vectors = IndexCases.Vectors(Count, dimension);
        index.Train(vectors);
        index.Add(vectors);
        byte[] codes = Encoded(index, vectors);
        float[] queries = IndexCases.Vectors(5, dimension, seed: 3);
        foreach ((int queryBits, bool centered) in Roundings())
        {
            var options = new SearchOptions { QueryBits = queryBits, CenteredQuery = centered };
            SearchResult<float> result = index.Search(queries, 10, options);
            for (int q = 0; q < 5; q++)
            {
                var oracle = new RaBitQOracle(queries.AsSpan(q * dimension, dimension), index.Quantizer.Center, metric, bits, queryBits, centered);
                (double Distance, long Id)[] expected = Scan(oracle, codes, index.CodeSize, bits, metric, 10, i => i);
                double allowed = 1e-4 * Math.Max(1, expected.Max(pair => Math.Abs(pair.Distance)));
                for (int rank = 0; rank < 10; rank++)
                {
                    Assert.Equal(expected[rank].Distance, result.DistancesOf(q)[rank], allowed);
                    ReadOnlySpan<byte> code = codes.AsSpan((int)result.IdsOf(q)[rank] * index.CodeSize, index.CodeSize);
                    Assert.Equal(bits == 1 ? oracle.Estimate(code) : oracle.Full(code), result.DistancesOf(q)[rank], allowed);
                }
            }
        }
    }

    [Theory]
    [InlineData(1, Metric.L2)]
    [InlineData(1, Metric.InnerProduct)]
    [InlineData(3, Metric.L2)]
    [InlineData(3, Metric.InnerProduct)]
    public void SearchLists_AllProbes_EqualsTheFormulas(int bits, Metric metric)
    {
        const int D = 24;
        using var index = new IvfRaBitQIndex(D, 6, bits, metric) { NProbe = 6, QueryBits = 6 };
        float[] vectors = IndexCases.Vectors(Count, D);
        index.Train(vectors);
        index.Add(vectors);
        byte[] codes = Encoded(index, vectors);
        float[] queries = IndexCases.Vectors(40, D, seed: 3);
        // A batch visits lists together, a query alone one after the other.
        SearchResult<float> together = index.Search(queries, 8, new SearchOptions { MaxDegreeOfParallelism = 1 });
        for (int q = 0; q < 40; q++)
        {
            float[] query = queries.AsSpan(q * D, D).ToArray();
            SearchResult<float> alone = index.Search(query, 8, new SearchOptions { MaxDegreeOfParallelism = 1 });
            Assert.Equal(alone.Ids, together.IdsOf(q).ToArray());
            Assert.Equal(alone.Distances, together.DistancesOf(q).ToArray());
            var oracles = new RaBitQOracle[6];
            for (int list = 0; list < 6; list++)
                oracles[list] = new RaBitQOracle(query, index.Centroids[list], metric, bits, 6, centered: false);
            double[] all = [.. Enumerable.Range(0, Count).Select(i => Distance(oracles[codes[i * index.CodeSize]], codes, i, index.CodeSize, bits))];
            double[] best = metric == Metric.L2 ? [.. all.Order().Take(8)] : [.. all.OrderDescending().Take(8)];
            for (int rank = 0; rank < 8; rank++)
            {
                Assert.Equal(best[rank], alone.Distances[rank], 1e-3);
                Assert.Equal(all[alone.Ids[rank]], alone.Distances[rank], 1e-3);
            }
        }
    }

    [Theory]
    [InlineData("RaBitQ")]
    [InlineData("RaBitQ4")]
    [InlineData("IVF5,RaBitQ")]
    [InlineData("IVF5,RaBitQ4")]
    public void Search_BatchThroughEveryPath_EqualsSingleQueries(string description)
    {
        const int D = 40;
        foreach (Metric metric in (Metric[])[Metric.L2, Metric.InnerProduct])
        {
            using VectorIndex index = IndexCases.Filled(description, metric, 3000, D);
            float[] queries = IndexCases.Vectors(150, D, seed: 4);
            foreach (int queryBits in (int[])[0, 4, 8])
            {
                var options = new SearchOptions { QueryBits = queryBits };
                SearchResult<float> batch = index.Search(queries, 5, options);
                for (int q = 0; q < 150; q++)
                {
                    SearchResult<float> alone = index.Search(queries.AsSpan(q * D, D), 5, options);
                    Assert.Equal(alone.Distances, batch.DistancesOf(q).ToArray());
                    Assert.Equal(alone.Ids, batch.IdsOf(q).ToArray());
                }
            }
        }
    }

    [Theory]
    [InlineData(Metric.L2)]
    [InlineData(Metric.InnerProduct)]
    public void Search_EqualCodes_AreOrderedById(Metric metric)
    {
        const int D = 16;
        using var index = new RaBitQIndex(D, 1, metric);
        float[] vector = IndexCases.Vectors(1, D);
        index.Train(IndexCases.Vectors(50, D));
        index.Add([.. Enumerable.Repeat(vector, 200).SelectMany(x => x)]);

        SearchResult<float> result = index.Search(vector, 4);

        // Of equals the first four stay for L2; for the inner product, too, later ones are not better.
        long[] expected = metric == Metric.L2 ? [0, 1, 2, 3] : [3, 2, 1, 0];
        Assert.Equal(expected, result.Ids);
        Assert.Single(result.Distances.Distinct());
    }

    [Theory]
    [InlineData("RaBitQ", 0)]
    [InlineData("RaBitQ3", 0)]
    [InlineData("IVF6,RaBitQ", 0)]
    [InlineData("IVF6,RaBitQ3", 0)]
    public void RangeSearch_RadiusOfTheTenth_FindsNine(string description, int queryBits)
    {
        const int D = 24;
        foreach (Metric metric in (Metric[])[Metric.L2, Metric.InnerProduct])
        {
            using VectorIndex index = IndexCases.Filled(description, metric, Count, D);
            float[] query = IndexCases.Vectors(1, D, seed: 9);
            var options = new SearchOptions { QueryBits = queryBits };
            SearchResult<float> nearest = index.Search(query, 10, options);

            RangeSearchResult<float> range = index.RangeSearch(query, nearest.Distances[9], options);

            Assert.Equal(nearest.Ids[..9].Order(), range.Ids.Order());
            Assert.Equal(nearest.Distances[..9].Order(), range.Distances.Order());
        }
    }

    [Fact]
    public void QueryBits_OutOfRange_Throws()
    {
        using VectorIndex index = IndexCases.Filled("RaBitQ", Metric.L2, 50, 16);
        using var fast = (RaBitQIndex)VectorIndex.Create(16, "RaBitQfs");
        Assert.Equal(8, fast.QueryBits);
        Assert.Equal(4, ((RaBitQIndex)index).QueryBits);
        Assert.Throws<ArgumentOutOfRangeException>(() => ((RaBitQIndex)index).QueryBits = 9);
        Assert.Throws<ArgumentOutOfRangeException>(() => fast.QueryBits = 0);
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(new float[16], 1, new SearchOptions { QueryBits = 9 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RaBitQIndex(16, 10));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RaBitQuantizer(16, 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(9)]
    public void Quantizer_EncodesAndDecodes_KeepsTheDirection(int bits)
    {
        const int D = 64;
        var quantizer = new RaBitQuantizer(D, bits);
        Assert.Throws<InvalidOperationException>(() => quantizer.Encode(new float[D], new byte[quantizer.CodeSize]));
        float[] vectors = IndexCases.Vectors(100, D);
        quantizer.Train(vectors);
        // A vector at the centre has no direction.
        quantizer.Center.CopyTo(vectors);
        var codes = new byte[100 * quantizer.CodeSize];
        quantizer.Encode(vectors, codes);
        var decoded = new float[100 * D];
        quantizer.Decode(codes, decoded);

        Assert.Equal(D / 8 + (bits == 1 ? 8 : 20 + D * (bits - 1) / 8), quantizer.CodeSize);
        Assert.Equal(vectors.AsSpan(0, D), decoded.AsSpan(0, D));
        for (int i = 1; i < 100; i++)
        {
            double product = 0, norm = 0;
            for (int j = 0; j < D; j++)
            {
                double r = vectors[i * D + j] - quantizer.Center[j], s = decoded[i * D + j] - quantizer.Center[j];
                Assert.Equal(r > 0, s > 0);
                product += r * s;
                norm += r * r;
            }
            // The factor makes the product of a vector with its own code that with itself.
            Assert.Equal(norm, product, 1e-4 * norm);
        }
    }

    private static IEnumerable<(int Bits, bool Centered)> Roundings()
        => Enumerable.Range(0, 9).Select(bits => (bits, false)).Concat(Enumerable.Range(1, 8).Select(bits => (bits, true)));

    private static byte[] Encoded(VectorIndex index, float[] vectors)
    {
        var codes = new byte[vectors.Length / index.Dimension * index.CodeSize];
        index.Encode(vectors, codes);
        return codes;
    }

    /// <summary>One list's code behind the byte of the list's number.</summary>
    private static double Distance(RaBitQOracle oracle, byte[] codes, int i, int codeSize, int bits)
    {
        ReadOnlySpan<byte> code = codes.AsSpan(i * codeSize + 1, codeSize - 1);
        return bits == 1 ? oracle.Estimate(code) : oracle.Full(code);
    }

    /// <summary>What FAISS's scan keeps: with several bits only what has a promising bound when its turn comes.</summary>
    private static (double Distance, long Id)[] Scan(
        RaBitQOracle oracle, byte[] codes, int codeSize, int bits, Metric metric, int k, Func<int, long> idOf)
    {
        var kept = new List<(double Distance, long Id)>();
        for (int i = 0; i < codes.Length / codeSize; i++)
        {
            ReadOnlySpan<byte> code = codes.AsSpan(i * codeSize, codeSize);
            double worst = kept.Count < k ? double.NaN : kept[^1].Distance;
            double bound = bits == 1 ? oracle.Estimate(code) : oracle.Bound(code);
            if (metric == Metric.L2 ? bound >= worst : bound <= worst)
                continue;
            kept.Add((bits == 1 ? bound : oracle.Full(code), idOf(i)));
            kept.Sort((a, b) => metric == Metric.L2 ? a.Distance.CompareTo(b.Distance) : b.Distance.CompareTo(a.Distance));
            if (kept.Count > k)
                kept.RemoveAt(k);
        }
        return [.. kept];
    }
}
