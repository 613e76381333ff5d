namespace FaissNet.Evaluation.Tests;

/// <summary>
/// How many of the ten nearest pictures of a caption each kind of approximate index finds, on real embeddings. The floors lie a little below what was
/// measured: they hold a type to what its code can do, and notice a quantizer that has become worse without becoming wrong.
/// </summary>
public sealed class RecallFloorTests
{
    private const int K = 10;
    private const int QueryCount = 300;

    private static readonly Lazy<Sample> s_sample = new(Sample.Load);

    /// <summary>Factory string, nprobe or 0, the floor of recall 10@10, and why it is not 1.</summary>
    public static TheoryData<string, int, double, string> Floors => new()
    {
        { "SQfp16", 0, 0.995, "11 bits of a component are kept" },
        { "SQbf16", 0, 0.99, "8 bits of a component are kept" },
        { "SQ8", 0, 0.98, "256 steps in a component's range" },
        { "SQ6", 0, 0.95, "64 steps" },
        { "SQ4", 0, 0.87, "16 steps" },
        { "RaBitQ", 0, 0.46, "the sign of each component" },
        { "RR,RaBitQ4", 0, 0.89, "16 steps after a rotation" },
        { "PQ64np", 0, 0.59, "256 centroids for each 8 components" },
        { "PQ128x4fs", 0, 0.51, "16 centroids for each 4 components" },
        { "OPQ64,PQ64np", 0, 0.69, "as the above, with a rotation that spreads what varies" },
        { "PCA128,SQ8", 0, 0.46, "a quarter of the dimensions" },
        { "IVF16,Flat", 8, 0.98, "half of the lists are seen" },
        { "IVF16,PQ64np", 16, 0.62, "all lists are seen; the residuals have 64 bytes" },
        { "PQ64np,RFlat", 0, 0.9, "exact among the 40 candidates" },
        { "RaBitQ,Refine(SQ8)", 0, 0.76, "8 bits among the 40 candidates" },
    };

    [Theory]
    [MemberData(nameof(Floors))]
    public void Search_Captions_FindsTheNearestPictures(string description, int nprobe, double floor, string reason)
    {
        Sample sample = s_sample.Value;
        using VectorIndex index = VectorIndex.Create(sample.Dimension, description, Metric.InnerProduct);
        index.Train(sample.Pictures);
        index.Add(sample.Pictures);
        var options = new SearchOptions
        {
            NProbe = nprobe == 0 ? null : nprobe,
            RefineFactor = index is RefineIndex ? 4 : null,
        };

        SearchResult<float> result = index.Search(sample.Captions, K, options);

        double recall = RetrievalMetrics.NeighbourRecall(result.Ids, sample.Nearest, K);
        Assert.True(recall >= floor, $"{description} finds {recall:0.000} of the nearest, expected {floor} ({reason}).");
    }

    private sealed record Sample(int Dimension, float[] Pictures, float[] Captions, long[] Nearest)
    {
        public static Sample Load()
        {
            RetrievalDataSet data = EmojiData.TextToImage(EmojiData.Bundled);
            float[] pictures = data.Base.ReadAll();
            float[] captions = data.Queries.ReadAll()[..(QueryCount * data.Dimension)];
            using var exact = new FlatIndex(data.Dimension, Metric.InnerProduct);
            exact.Add(pictures);
            return new Sample(data.Dimension, pictures, captions, exact.Search(captions, K).Ids);
        }
    }
}
