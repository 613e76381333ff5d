using System.Text.RegularExpressions;
using FaissNet.Contract;
using FaissNet.Testing;

namespace FaissNet;

/// <summary>What docs/faiss-differences.md says of FAISS's bugs and no other test holds.</summary>
public sealed class KnownBugTests
{
    [Fact]
    public void Differences_EachTestNamed_Exists()
    {
        string page = File.ReadAllText(Path.Combine(GoldenFiles.RepositoryRoot, "docs", "faiss-differences.md"));
        string[] named = [.. Regex.Matches(page, "`([A-Za-z0-9]+Tests)\\.([A-Za-z0-9_]+)`").Select(match => match.Value.Trim('`'))];
        var there = typeof(KnownBugTests).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods().Select(method => $"{type.Name}.{method.Name}"))
            .ToHashSet();
        Assert.True(named.Length > 40, $"{named.Length} tests are named");
        Assert.Empty(named.Except(there));
        // No line of a table goes without one.
        Assert.All(
            page.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| where", StringComparison.Ordinal)),
            line => Assert.Contains("Tests.", line, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("IDMap,IVF8,Flat")]
    [InlineData("IDMap2,IVF8,PQ8np")]
    [InlineData("IDMap2,RR,IVF8,SQ8")]
    public void Remove_IdMapOverLists_AnswersAsAFreshIndex(string description)
    {
        using VectorIndex index = IndexCases.Filled(description, Metric.L2);
        long[] ids = IndexCases.Ids(IndexCases.Count, 0);
        Assert.Equal(200, index.Remove(IdFilter.Of([.. ids.Where((_, i) => i % 3 == 1)])));
        using VectorIndex fresh = IndexCases.Trained(description, Metric.L2);
        float[] vectors = IndexCases.Vectors();
        int[] kept = [.. Enumerable.Range(0, IndexCases.Count).Where(i => i % 3 != 1)];
        fresh.AddWithIds(kept.SelectMany(i => vectors[(i * 32)..((i + 1) * 32)]).ToArray(), [.. kept.Select(i => ids[i])]);
        IndexCases.VisitAllLists(fresh);
        // And what comes in later has its own place.
        foreach (VectorIndex each in (VectorIndex[])[index, fresh])
            each.AddWithIds(IndexCases.Vectors(5, seed: 17), [1, 2, 3, 4, 5]);
        float[] queries = IndexCases.Vectors(20, seed: 5);
        SearchResult<float> expected = fresh.Search(queries, 10);
        SearchResult<float> found = index.Search(queries, 10);
        Assert.Equal(expected.Distances, found.Distances);
        Assert.Equal(expected.Ids, found.Ids);
    }

    [Fact]
    public void Decode_RefinedCode_IsThatOfTheRefineIndex()
    {
        using var index = (RefineIndex)IndexCases.Filled("PQ4x4np,RFlat", Metric.L2, count: 10);
        float[] vectors = IndexCases.Vectors(3, seed: 5);
        var codes = new byte[3 * index.CodeSize];
        index.Encode(vectors, codes);
        var decoded = new float[vectors.Length];
        index.Decode(codes, decoded);
        Assert.Equal(vectors, decoded);
    }

    [Fact]
    public void Search_IdTwiceInTheFilter_IsFoundOnce()
    {
        using VectorIndex index = IndexCases.Filled("Flat", Metric.L2, count: 20);
        SearchResult<float> found = index.Search(IndexCases.Vectors(1), 4, new SearchOptions { Filter = IdFilter.Of(7, 3, 7) });
        Assert.Equal([3L, 7L], found.Ids.Where(id => id >= 0).Order());
    }

    [Fact]
    public void Merge_BinaryInvertedFiles_HoldsBoth()
    {
        var bits = new byte[8 * 200];
        new Random(5).NextBytes(bits);
        using BinaryIndex index = BinaryIndex.Create(64, "BIVF4");
        index.Train(bits);
        using BinaryIndex other = index.Clone();
        index.Add(bits.AsSpan(0, 800));
        other.Add(bits.AsSpan(800));
        index.Merge(other, index.Count);
        Assert.Equal((200L, 0L), (index.Count, other.Count));
        index.SetParameters("nprobe=4");
        SearchResult<int> found = index.Search(bits, 1);
        Assert.All(found.Distances, distance => Assert.Equal(0, distance));
        Assert.Equal(Enumerable.Range(0, 200).Select(i => (long)i), found.Ids);
    }

    [Theory]
    [InlineData("RaBitQfs3", "RaBitQfs3_64")]
    [InlineData("IVF8,RaBitQfs3", "IVF8,RaBitQfs3_96")]
    public void Search_RaBitQInLargerBlocks_AsInBlocksOf32(string usual, string larger)
    {
        using VectorIndex one = IndexCases.Filled(usual, Metric.L2);
        using VectorIndex other = IndexCases.Filled(larger, Metric.L2);
        float[] queries = IndexCases.Vectors(20, seed: 5);
        SearchResult<float> expected = one.Search(queries, 10);
        SearchResult<float> found = other.Search(queries, 10);
        Assert.Equal(expected.Distances, found.Distances);
        Assert.Equal(expected.Ids, found.Ids);
    }

    [Fact]
    public void RefineFactor_BelowOne_Throws()
    {
        using var index = (RefineIndex)IndexCases.Filled("SQ8,RFlat", Metric.L2, count: 10);
        Assert.Throws<ArgumentOutOfRangeException>(() => index.KFactor = 0.5f);
        Assert.Throws<ArgumentException>(() => index.SetParameters("k_factor_rf=0.5"));
        Assert.Throws<ArgumentOutOfRangeException>(() => index.Search(IndexCases.Vectors(1), 1, new SearchOptions { RefineFactor = 0.5f }));
    }

    [Fact]
    public void Search_UntrainedInvertedFile_Throws()
    {
        using VectorIndex index = VectorIndex.Create(32, "IVF4,Flat");
        Assert.Throws<InvalidOperationException>(() => index.Search(new float[32], 1));
    }

    /// <summary>d = 32, where FAISS of most builds compares whole numbers.</summary>
    [Theory]
    [InlineData(Metric.L2)]
    [InlineData(Metric.InnerProduct)]
    public void Search_FractionsInAQueryOfDirectCodes_Count(Metric metric)
    {
        using var index = new ScalarQuantizerIndex(32, ScalarQuantizerType.EightBitDirect, metric);
        float[] stored = [.. Enumerable.Range(0, 64).Select(i => (float)(i * 37 % 256))];
        index.Add(stored);
        float[] query = [.. stored.Take(32).Select(value => value + 0.75f)];
        SearchResult<float> found = index.Search(query, 2);
        float expected = metric == Metric.L2 ? 32 * 0.5625f : Enumerable.Range(0, 32).Sum(i => query[i] * stored[i]);
        Assert.Equal(expected, found.Distances[Array.IndexOf(found.Ids, 0L)], 1e-6f * expected);
    }

    [Fact]
    public void Train_LoadedUntrained_GivesWhatTheOriginalGives()
    {
        using VectorIndex original = VectorIndex.Create(32, "IVF8,Flat", Metric.InnerProduct);
        using VectorIndex loaded = original.Clone();
        using VectorIndex read = VectorIndex.Load(new MemoryStream(Saved(original)));
        foreach (VectorIndex each in (VectorIndex[])[original, loaded, read])
            each.Train(IndexCases.Vectors());
        Assert.Equal(Saved(original), Saved(read));
        Assert.Equal(Saved(original), Saved(loaded));
        // Centroids for the inner product are of unit length, which an index that had forgotten it would not give them.
        float[] centroid = ((IvfIndex)read).CoarseQuantizer.Reconstruct(3);
        Assert.Equal(1, centroid.Sum(value => value * value), 1e-5);
    }

    [Fact]
    public void Encode_ResidualOfZero_SetsNoBitInRaBitQ()
    {
        using var index = new RaBitQIndex(8);
        float[] vectors = [.. new float[8], .. Enumerable.Repeat(2f, 8)];
        index.Train(vectors);
        var code = new byte[index.CodeSize];
        float[] vector = [1, 1, 1, 1, 0, 0.5f, 2, 1.5f];
        index.Encode(vector, code);
        Assert.Equal(0b1100_0000, code[0]);
    }

    [Fact]
    public void Train_BalancedVotesOfBits_ClearTheBitOfTheCentroid()
    {
        using BinaryIndex index = BinaryIndex.Create(8, "BIVF1");
        // Each bit is set in half of the vectors, but for the lowest two.
        index.Train((byte[])[0b1111_0001, 0b0000_1101]);
        Assert.Equal((byte)0b0000_0001, ((BinaryIvfIndex)index).CoarseQuantizer.Reconstruct(0)[0]);
    }

    /// <summary>More than 20 results, of which FAISS's reservoir keeps any.</summary>
    [Theory]
    [InlineData("PQ4x4fs", 10)]
    [InlineData("PQ4x4fs", 50)]
    [InlineData("PQ4x4fs", 150)]
    [InlineData("IVF1,PQ4x4fs", 50)]
    public void Search_EqualCodesOfAFastScan_AreTheFirstInOrder(string description, int k)
    {
        using VectorIndex index = IndexCases.Trained(description, Metric.L2);
        float[] vector = IndexCases.Vectors(1, seed: 9);
        index.Add([.. Enumerable.Repeat(vector, 200).SelectMany(values => values)]);
        Assert.Equal(Enumerable.Range(0, k).Select(i => (long)i), index.Search(vector, k).Ids);
    }

    [Fact]
    public void QueryBits_NewIndex_AreThoseOfFaissSince114()
    {
        using var plain = new RaBitQIndex(8);
        using var lists = new IvfRaBitQIndex(8, 2);
        using var fastScan = (RaBitQIndex)VectorIndex.Create(8, "RaBitQfs");
        Assert.Equal((4, 4, 8), (plain.QueryBits, lists.QueryBits, fastScan.QueryBits));
    }

    [Theory]
    [InlineData("1.15.0/IVF8_RaBitQ_l2")]
    [InlineData("1.15.0/IVF8_RaBitQ4_ip")]
    public void Search_RaBitQWhoseFileSaysNoResidual_AnswersAllTheSame(string key)
    {
        GoldenFile golden = GoldenFiles.Get(key);
        byte[] file = File.ReadAllBytes(golden.IndexPath);
        // by_residual and qb stand in front of the lists.
        int place = (int)FaissFile.Inspect(new MemoryStream(file)).Index.Children[^1].Offset - 2;
        Assert.Equal(1, file[place]);
        file[place] = 0;
        using VectorIndex index = VectorIndex.Load(new MemoryStream(file));
        SearchResult<float> found = index.Search(golden.Queries.Values, golden.Ids.Columns);
        using VectorIndex original = VectorIndex.Load(golden.IndexPath);
        SearchResult<float> expected = original.Search(golden.Queries.Values, golden.Ids.Columns);
        Assert.Equal(expected.Distances, found.Distances);
        Assert.Equal(expected.Ids, found.Ids);
        Assert.Equal(file, Saved(index));
    }

    private static byte[] Saved(VectorIndex index)
    {
        using var stream = new MemoryStream();
        index.Save(stream);
        return stream.ToArray();
    }
}
