using FaissNet.Testing;

namespace FaissNet.Tests.Golden;

/// <summary>RaBitQ files of FAISS 1.15; older versions have none.</summary>
public sealed class GoldenRaBitQTests
{
    private static readonly string[] s_plain = ["RaBitQ", "RaBitQ2", "RaBitQ4", "IVF8,RaBitQ", "IVF8,RaBitQ4", "RR32,RaBitQ", "HR,RaBitQ"];

    private static readonly string[] s_fastScan = ["RaBitQfs", "IVF8,RaBitQfs"];

    public static TheoryData<string> Plain { get; } = [.. GoldenFiles.Keys(s_plain)];

    /// <summary>Two builds find rotations that differ in the last bits.</summary>
    public static TheoryData<string> WithoutRotation { get; } = [.. GoldenFiles.Keys([.. s_plain.Where(x => !x.StartsWith("RR") && !x.StartsWith("HR")), .. s_fastScan])];

    public static TheoryData<string> Flat { get; } = [.. GoldenFiles.Keys("RaBitQ", "RaBitQ2", "RaBitQ4", "RaBitQfs")];

    public static TheoryData<string> FastScan { get; } = [.. GoldenFiles.Keys(s_fastScan)];

    public static TheoryData<string> All { get; } = [.. GoldenFiles.Keys([.. s_plain, .. s_fastScan])];

    [Fact]
    public void Keys_TypesOfRaBitQ_AreThereInBothMetrics()
    {
        Assert.Equal(2 * s_plain.Length, Plain.Count);
        Assert.Equal(2 * s_fastScan.Length, FastScan.Count);
    }

    [Theory]
    [MemberData(nameof(Plain))]
    public void Load_FileOfFaiss_AnswersAsFaissDoes(string key)
    {
        GoldenFile file = GoldenFiles.Get(key);
        using VectorIndex index = VectorIndex.Load(file.IndexPath);
        NpyArray<long> ids = file.Ids;

        SearchResult<float> result = index.Search(file.Queries.Values, ids.Columns);

        Assert.Null(Answers.Difference(ids.Columns, file.Distances.Values, ids.Values, result.Distances, result.Ids));
        Assert.Equal((600, 32, file.MetricName == "l2" ? Metric.L2 : Metric.InnerProduct), (index.Count, index.Dimension, index.Metric));
        Assert.Equal(file.Factory, index.Description);
    }

    /// <summary>FAISS rounds sums of signs once more, to 8 bits; distances differ by that and the order of near ties with them.</summary>
    [Theory]
    [MemberData(nameof(FastScan))]
    public void Load_FastScanFile_AnswersWithinTheRoundingOfFaissTables(string key)
    {
        GoldenFile file = GoldenFiles.Get(key);
        using VectorIndex index = VectorIndex.Load(file.IndexPath);
        NpyArray<float> expected = file.Distances;

        SearchResult<float> result = index.Search(file.Queries.Values, expected.Columns);

        float largest = expected.Values.Max(Math.Abs);
        for (int i = 0; i < result.Distances.Length; i++)
            Assert.Equal(expected.Values[i], result.Distances[i], 0.02f * largest);
        int common = 0;
        for (int q = 0; q < expected.Rows; q++)
            common += result.IdsOf(q).ToArray().Intersect(file.Ids[q].ToArray()).Count();
        Assert.InRange(common, (int)(0.9 * result.Ids.Length), result.Ids.Length);
        Assert.Equal(file.Factory, index.Description);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Load_FileOfFaiss_ReconstructsAsFaissDoes(string key)
    {
        GoldenFile file = GoldenFiles.Get(key);
        using VectorIndex index = VectorIndex.Load(file.IndexPath);
        if (file.NoReconstruct is not null)
        {
            Assert.True(Distance(index.Reconstruct(0), file.Base[0]) < Distance(index.Reconstruct(1), file.Base[0]));
            return;
        }
        NpyArray<float> expected = file.Reconstructed;
        for (int id = 0; id < expected.Rows; id++)
        {
            float[] vector = index.Reconstruct(id);
            for (int i = 0; i < vector.Length; i++)
                Assert.Equal(expected[id][i], vector[i], 1e-6f * Math.Max(1, Math.Abs(expected[id][i])));
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    [Trait("Tier", "Independent")]
    public void Save_FileOfFaiss_WritesTheSameBytes(string key)
    {
        byte[] bytes = File.ReadAllBytes(GoldenFiles.Get(key).IndexPath);
        using var stream = new ForwardOnlyStream([.. bytes, 1]);
        using VectorIndex index = VectorIndex.Load(stream);
        using var saved = new MemoryStream();

        index.Save(saved);

        Assert.Equal(bytes, saved.ToArray());
        Assert.Equal(1, stream.ReadByte());
    }

    [Theory]
    [MemberData(nameof(WithoutRotation))]
    public void TrainAndAdd_SameVectors_AnswersAsTheFile(string key)
    {
        GoldenFile file = GoldenFiles.Get(key);
        using VectorIndex expected = VectorIndex.Load(file.IndexPath);
        using VectorIndex index = VectorIndex.Create(32, file.Factory, expected.Metric);
        index.Train(file.Base.Values);

        index.Add(file.Base.Values);

        SearchResult<float> result = index.Search(file.Queries.Values, 10, new SearchOptions { NProbe = 3 });
        SearchResult<float> resultOfFaiss = expected.Search(file.Queries.Values, 10, new SearchOptions { NProbe = 3 });
        Assert.Null(Answers.Difference(10, resultOfFaiss.Distances, resultOfFaiss.Ids, result.Distances, result.Ids));
    }

    [Theory]
    [MemberData(nameof(Flat))]
    public void Encode_TrainedByFaiss_GivesTheCodesInTheFile(string key)
    {
        GoldenFile file = GoldenFiles.Get(key);
        using var flat = (RaBitQIndex)VectorIndex.Load(file.IndexPath);
        var expected = new byte[flat.CodeSize * 600];
        ReadCodes(flat, expected);

        byte[] codes = Encode(flat, file);

        int factors = flat.Bits == 1 ? 2 : 3;
        int end = flat.Bits == 1 ? 0 : 8;
        for (int i = 0; i < 600; i++)
        {
            ReadOnlySpan<byte> own = codes.AsSpan(i * flat.CodeSize, flat.CodeSize);
            ReadOnlySpan<byte> theirs = expected.AsSpan(i * flat.CodeSize, flat.CodeSize);
            Assert.True(own[..4].SequenceEqual(theirs[..4]), $"signs of {i}");
            for (int f = 0; f < factors; f++)
            {
                float factor = BitConverter.ToSingle(theirs[(4 + 4 * f)..]);
                Assert.Equal(factor, BitConverter.ToSingle(own[(4 + 4 * f)..]), 4e-6f * Math.Max(1, Math.Abs(factor)));
            }
            Assert.True(own[(4 + 4 * factors)..^end].SequenceEqual(theirs[(4 + 4 * factors)..^end]), $"finer bits of {i}");
        }
    }

    private static byte[] Encode(VectorIndex index, GoldenFile file)
    {
        var codes = new byte[600 * index.CodeSize];
        index.Encode(file.Base.Values, codes);
        return codes;
    }

    private static unsafe void ReadCodes(RaBitQIndex index, byte[] codes)
    {
        fixed (byte* pointer = codes)
            index.Codes.Read(0, new Storage.Rows<byte>(pointer, index.Count, index.CodeSize));
    }

    private static double Distance(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += (double)(a[i] - b[i]) * (a[i] - b[i]);
        return sum;
    }
}
