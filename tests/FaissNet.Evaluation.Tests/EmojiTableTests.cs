namespace FaissNet.Evaluation.Tests;

/// <summary>The metrics of exact search that the emoji data's README states, computed elsewhere: an evaluator that is right gives them again.</summary>
public class EmojiTableTests
{
    // Half of the last digit that the table prints, and as much again for ties that another summation order breaks otherwise.
    private const double Tolerance = 0.0002;

    [Fact]
    public void Evaluate_BundledTextToImage_GivesTheTable()
        => AssertTable(EmojiData.TextToImage(EmojiData.Bundled), 7572, [0.5044, 0.7596, 0.8142, 0.6137, 0.6627, 0.6137]);

    [Fact]
    public void Evaluate_BundledImageToText_GivesTheTable()
        => AssertTable(EmojiData.ImageToText(EmojiData.Bundled), 3786, [0.5650, 0.7974, 0.8391, 0.6620, 0.6553, 0.5798]);

    [Fact]
    public void Evaluate_LargerTextToImage_GivesTheTable()
        => AssertTable(EmojiData.TextToImage(Larger()), 18930, [0.5468, 0.7771, 0.8190, 0.6449, 0.6257, 0.5459]);

    [Fact]
    public void Evaluate_LargerImageToText_GivesTheTable()
        => AssertTable(EmojiData.ImageToText(Larger()), 7572, [0.5965, 0.7941, 0.8365, 0.6791, 0.5879, 0.4851]);

    private static string Larger()
    {
        string? folder = EmojiData.FindLarger();
        Assert.SkipWhen(folder is null, "The larger emoji set (five languages, two picture sets) does not lie beside the checkout, in ../shared/data/emoji.");
        return folder;
    }

    private static void AssertTable(RetrievalDataSet dataSet, int queries, double[] expected)
    {
        RetrievalMetrics metrics = new RetrievalEvaluator(dataSet).FloatMetrics;
        Assert.Equal(queries, metrics.QueryCount);
        double[] actual = [metrics.R1, metrics.R5, metrics.R10, metrics.Mrr10, metrics.Ndcg10, metrics.Map10];
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], Tolerance);
    }
}
