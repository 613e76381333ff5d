namespace FaissNet.Evaluation.Tests;

/// <summary>What the recipes for two modalities keep of float search, on the embeddings that the tool ships and queries that were not learned from.</summary>
public sealed class ModalityRecipesTests
{
    private static readonly Lazy<RetrievalEvaluator> s_textToImage = new(() => Evaluator(EmojiData.TextToImage(EmojiData.Bundled)));
    private static readonly Lazy<RetrievalEvaluator> s_imageToText = new(() => Evaluator(EmojiData.ImageToText(EmojiData.Bundled)));

    /// <summary>Recipe, metric, bytes, and what is kept of R@1 and R@10 at least. The learned rotations of signs take seconds, so those but one are tried in the harder direction alone.</summary>
    public static TheoryData<string, Metric, int, double, double, bool> Floors => new()
    {
        { ModalityRecipes.Scalar4, Metric.InnerProduct, 257, 0.99, 0.995, true },
        { ModalityRecipes.SignsHamming(512), Metric.L2, 64, 0.92, 0.975, true },
        { ModalityRecipes.Signs(512), Metric.InnerProduct, 65, 0.98, 0.99, false },
        { ModalityRecipes.SignsRefined(512), Metric.InnerProduct, 576, 1, 0.995, false },
    };

    [Theory]
    [MemberData(nameof(Floors))]
    public void Recipe_OnHeldOutQueries_KeepsAtLeast(string recipe, Metric metric, int bytes, double r1, double r10, bool textToImage)
    {
        foreach (RetrievalEvaluator evaluator in (RetrievalEvaluator[])(textToImage ? [s_imageToText.Value, s_textToImage.Value] : [s_imageToText.Value]))
        {
            using var retriever = new IndexRetriever(VectorIndex.Create(512, recipe, metric));
            RetrievalResult result = evaluator.Evaluate(retriever);
            Assert.Equal(bytes, retriever.BytesPerVector);
            Assert.InRange(result.Metrics.R1 / evaluator.FloatMetrics.R1, r1, 1.2);
            Assert.InRange(result.Metrics.R10 / evaluator.FloatMetrics.R10, r10, 1.2);
        }
    }

    [Fact]
    public void Signs_FewDimensions_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ModalityRecipes.SignsHamming(8));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModalityRecipes.SignsRefined(8));
        using VectorIndex index = VectorIndex.Create(9, ModalityRecipes.SignsHamming(9), Metric.L2);
        Assert.Equal(2, index.CodeSize);
    }

    [Theory]
    [InlineData(512, 16, "Hub,Modality,L2norm,OPQ15_510,PQ15np")]
    [InlineData(512, 33, "Hub,Modality,L2norm,OPQ32,PQ32np")]
    public void Product_AnyBytes_HasThem(int dimension, int bytes, string expected)
    {
        Assert.Equal(expected, ModalityRecipes.Product(dimension, bytes));
        using VectorIndex index = VectorIndex.Create(dimension, expected, Metric.InnerProduct);
        Assert.Equal(bytes, index.CodeSize);
    }

    [Fact]
    public void Product_BytesOutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ModalityRecipes.Product(512, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ModalityRecipes.Product(512, 514));
    }

    private static RetrievalEvaluator Evaluator(RetrievalDataSet dataSet)
        => new(dataSet.HoldOut(), new EvaluationOptions { MinimumSearchTime = TimeSpan.Zero });
}
