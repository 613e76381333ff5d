using System.IO.Compression;

namespace FaissNet.Transforms;

public sealed class ModalityTransformTests
{
    private static readonly TwoModalities s_data = new();

    [Fact]
    public void Train_TwoKindsOfQueries_SubtractsEachSidesMean()
    {
        var transform = new ModalityTransform(2);
        transform.Train([1, 2, 3, 6], new BuildOptions
        {
            Queries = [new QuerySample(new float[] { 10, 0, 20, 2 }, "text"), new QuerySample(new float[] { -1, -1 }, "audio")],
        });
        Assert.Equal([2f, 4f], transform.Mean.ToArray());
        Assert.Equal(["text", "audio"], transform.Modalities);
        Assert.Equal([-1f, -2f], transform.Apply([1, 2]));
        Assert.Equal([-15f, -1f], transform.ApplyToQueries([0, 0]));
        Assert.Equal([1f, 1f], transform.ApplyToQueries([0, 0], new SearchOptions { QueryModality = "audio" }));
        Assert.Equal([1f, 2f], transform.ReverseApply([-1, -2]));
    }

    [Fact]
    public void ApplyToQueries_UnknownModality_NamesTheKnown()
    {
        var transform = new ModalityTransform(1);
        transform.Train([1], new BuildOptions { Queries = [new QuerySample(new float[] { 1 }, "text")] });
        ArgumentException e = Assert.Throws<ArgumentException>(
            () => transform.ApplyToQueries([1], new SearchOptions { QueryModality = "image" }));
        Assert.Contains("image", e.Message);
        Assert.Contains("text", e.Message);
    }

    [Fact]
    public void Train_NoQueries_ThrowsAndStaysUntrained()
    {
        var transform = new ModalityTransform(1);
        Assert.Throws<ArgumentException>(() => transform.Train([1]));
        Assert.False(transform.IsTrained);
    }

    [Theory]
    [InlineData("Modality,Flat")]
    [InlineData("RR,Modality1,SQ8")]
    [InlineData("QueryAware,IVF4,Flat")]
    [InlineData("Modality,IDMap,Flat")]
    public void Create_InFrontOfL2_SaysWhatItMayNotDo(string description)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => VectorIndex.Create(TwoModalities.Dimension, description));
        Assert.Contains("L2 distances do not survive", e.Message);
    }

    [Fact]
    public void Search_SignsWithHammingDistance_FindMoreWithTheMeansTakenOff()
    {
        using VectorIndex plain = VectorIndex.Create(TwoModalities.Dimension, "LSH");
        using VectorIndex aware = VectorIndex.Create(TwoModalities.Dimension, "Modality,LSH");
        plain.Add(s_data.Stored);
        aware.Train(s_data.Stored, s_data.Learning);
        aware.Add(s_data.Stored);
        Assert.InRange(s_data.Recall(plain), 0, 0.1);
        Assert.InRange(s_data.Recall(aware), 0.3, 1);
        using VectorIndex loaded = VectorIndex.Load(new MemoryStream(Saved(aware)));
        Assert.Equal(aware.Search(s_data.HeldOut, 3).Ids, loaded.Search(s_data.HeldOut, 3).Ids);
    }

    [Theory]
    [InlineData("text", "text")]
    public void Train_TwoSamplesOfOneName_Throws(string first, string second)
    {
        var options = new BuildOptions { Queries = [new QuerySample(new float[] { 1 }, first), new QuerySample(new float[] { 1 }, second)] };
        Assert.Throws<ArgumentException>(() => new ModalityTransform(1).Train([1], options));
    }

    [Fact]
    public void Train_QueriesOfAnotherDimension_Throws()
        => Assert.Throws<ArgumentException>(
            () => new ModalityTransform(2).Train([1, 2], new BuildOptions { Queries = [new QuerySample(new float[3])] }));

    [Fact]
    public void Search_OnlyStoredSideShifted_KeepsOrderAndGivesBackExactScores()
    {
        using var exact = new FlatIndex(TwoModalities.Dimension, Metric.InnerProduct);
        exact.Add(s_data.Stored);
        using var shifted = new PreTransformIndex(
            new FlatIndex(TwoModalities.Dimension, Metric.InnerProduct), new ModalityTransform(TwoModalities.Dimension, shiftsQueries: false));
        shifted.Train(s_data.Stored);
        shifted.Add(s_data.Stored);
        var transform = (ModalityTransform)shifted.Transforms[0];
        SearchResult<float> expected = exact.Search(s_data.HeldOut, 20), actual = shifted.Search(s_data.HeldOut, 20);
        Assert.Equal(expected.Ids, actual.Ids);
        for (int i = 0; i < expected.Distances.Length; i++)
        {
            float offset = transform.ScoreOffset(s_data.HeldOut.Slice(i / 20 * TwoModalities.Dimension, TwoModalities.Dimension));
            Assert.Equal(expected.Distances[i], actual.Distances[i] + offset, 1e-3f);
        }
    }

    [Fact]
    public void Search_SignCodesInTwoCones_FindsMoreWithTheMeansTakenOff()
    {
        using VectorIndex plain = VectorIndex.Create(TwoModalities.Dimension, "PQ32x1np", Metric.InnerProduct);
        plain.Train(s_data.Stored);
        plain.Add(s_data.Stored);
        using var aware = new PreTransformIndex(
            VectorIndex.Create(TwoModalities.Dimension, "PQ32x1np", Metric.InnerProduct), new ModalityTransform(TwoModalities.Dimension));
        aware.Train(s_data.Stored, s_data.Learning);
        aware.Add(s_data.Stored);
        // Without any code 0.89 are found; the queries' shift favours some signs over others whatever they mean.
        Assert.InRange(s_data.Recall(plain), 0, 0.35);
        Assert.InRange(s_data.Recall(aware), 0.5, 1);
    }

    [Fact]
    public void Save_AndLoad_AnswersTheSameAndBytesAreFaisss()
    {
        using var index = new PreTransformIndex(
            new FlatIndex(TwoModalities.Dimension, Metric.InnerProduct),
            new ModalityTransform(TwoModalities.Dimension), new NormalizationTransform(TwoModalities.Dimension));
        index.Train(s_data.Stored, s_data.Learning);
        index.Add(s_data.Stored);
        byte[] file = Saved(index);
        using VectorIndex loaded = VectorIndex.Load(new MemoryStream(file));
        Assert.Equal("Modality,L2norm,Flat", loaded.Description);
        Assert.Equal(index.Search(s_data.HeldOut, 10).Ids, loaded.Search(s_data.HeldOut, 10).Ids);
        Assert.Equal(index.Search(s_data.HeldOut, 10).Distances, loaded.Search(s_data.HeldOut, 10).Distances);
        Assert.Equal(file, Saved(loaded));
        FaissFileInfo info = FaissFile.Inspect(new MemoryStream(file));
        Assert.Equal("Modality,L2norm,Flat", info.Description);
        Assert.Equal("VCnt", info.Index.Children[0].Fourcc);
        Assert.False(info.IsNativeSafe);
    }

    [Theory]
    [InlineData("Modality,SQ8")]
    [InlineData("Modality1,SQ8")]
    [InlineData("QueryAware,RR,Flat")]
    [InlineData("Hub,Modality,Flat")]
    [InlineData("IDMap,L2norm,Hub,Flat")]
    public void Save_Untrained_CanBeTrainedOnceLoaded(string description)
    {
        using VectorIndex index = VectorIndex.Create(TwoModalities.Dimension, description, Metric.InnerProduct);
        byte[] file = Saved(index);
        using VectorIndex loaded = VectorIndex.Load(new MemoryStream(file));
        Assert.Equal(index.Description, loaded.Description);
        Assert.False(loaded.IsTrained);
        loaded.Train(s_data.Stored, s_data.Learning);
        Assert.True(loaded.IsTrained);
        Assert.Equal(index.Description, FaissFile.Inspect(new MemoryStream(file)).Description);
    }

    [Fact]
    public void Search_OtherModality_ReachesTheStoreThatRefines()
    {
        using VectorIndex index = VectorIndex.Create(TwoModalities.Dimension, "SQ8,Refine(Modality,Flat)", Metric.InnerProduct);
        float[] audio = [.. s_data.Queries.Select(x => x + 3)];
        index.Train(s_data.Stored, new BuildOptions
        {
            Queries = [new QuerySample(s_data.Queries, "text"), new QuerySample(audio, "audio")],
        });
        index.Add(s_data.Stored);
        var options = new SearchOptions { RefineFactor = 1000 };
        SearchResult<float> text = index.Search(s_data.HeldOut, 1, options);
        SearchResult<float> heard = index.Search(audio.AsSpan(audio.Length / 2), 1, options with { QueryModality = "audio" });
        Assert.Equal(text.Ids, heard.Ids);
        Assert.All(text.Distances.Zip(heard.Distances), pair => Assert.Equal(pair.First, pair.Second, 1e-2f));
    }

    [Fact]
    public void Load_TrailerMissing_Throws()
    {
        using PreTransformIndex index = Small();
        byte[] file = Saved(index);
        byte[] alone = file[..(int)FaissFile.Inspect(new MemoryStream(file)).Index.Length];
        Assert.Contains("follow", Assert.Throws<FaissFormatException>(() => VectorIndex.Load(new MemoryStream(alone))).Message);
        Assert.Throws<FaissFormatException>(() => FaissFile.Inspect(new MemoryStream(alone)));
    }

    [Fact]
    public void Load_StreamThatCannotSeek_SaysWhy()
    {
        using PreTransformIndex index = Small();
        using var stream = new MemoryStream();
        using (var zip = new GZipStream(stream, CompressionLevel.Fastest, leaveOpen: true))
            index.Save(zip);
        stream.Position = 0;
        using var unzip = new GZipStream(stream, CompressionMode.Decompress);
        Assert.Contains("seek", Assert.Throws<NotSupportedException>(() => VectorIndex.Load(unzip)).Message);
    }

    [Fact]
    public void Clone_AnswersTheSameAndIsIndependent()
    {
        using PreTransformIndex index = Small();
        using VectorIndex copy = index.Clone();
        SearchResult<float> expected = index.Search(s_data.HeldOut, 3);
        Assert.Equal(expected.Distances, copy.Search(s_data.HeldOut, 3).Distances);
        Assert.Equal(Saved(index), Saved(copy));
        index.Reset();
        Assert.Equal(expected.Ids, copy.Search(s_data.HeldOut, 3).Ids);
    }

    [Fact]
    public void Load_TrailerChanged_Throws()
    {
        using PreTransformIndex index = Small();
        byte[] file = Saved(index);
        long end = FaissFile.Inspect(new MemoryStream(file)).Index.Length;
        for (int at = (int)end; at < file.Length; at++)
        {
            byte[] damaged = [.. file];
            damaged[at] ^= 0x40;
            Assert.Throws<FaissFormatException>(() => VectorIndex.Load(new MemoryStream(damaged)));
            Assert.Throws<FaissFormatException>(() => FaissFile.Inspect(new MemoryStream(damaged)));
        }
        Assert.Throws<FaissFormatException>(() => VectorIndex.Load(new MemoryStream([.. file[..(int)end], 0, .. file[(int)end..]])));
    }

    private static PreTransformIndex Small()
    {
        var index = new PreTransformIndex(
            new FlatIndex(TwoModalities.Dimension, Metric.InnerProduct), new ModalityTransform(TwoModalities.Dimension));
        index.Train(s_data.Stored, s_data.Learning);
        index.Add(s_data.Stored.AsSpan(0, 3 * TwoModalities.Dimension));
        return index;
    }

    private static byte[] Saved(VectorIndex index)
    {
        using var stream = new MemoryStream();
        index.Save(stream);
        return stream.ToArray();
    }
}
