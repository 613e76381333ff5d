using FaissNet.Testing;

namespace FaissNet.Transforms;

public sealed class ItqTransformTests
{
    private static GoldenFile File => GoldenFiles.Get("1.7.3/ITQ16_LSH_l2");

    [Fact]
    public void Train_MoreRounds_LosesLessToTheSigns()
    {
        double before = SignLoss(Trained(0));
        double after = SignLoss(Trained(50));
        Assert.True(after < 0.97 * before, $"before {before}, after {after}");
    }

    /// <summary>FAISS takes the factors of its decomposition in another order, which solves no problem; ours must lose less than its file does.</summary>
    [Fact]
    public void Train_VectorsOfAGoldenFile_LosesLessThanFaiss()
    {
        using var index = (PreTransformIndex)VectorIndex.Load(File.IndexPath);
        var own = new ItqTransform(32, 16, projects: true);
        own.Train(File.Base.Values);
        double faiss = SignLoss((ItqTransform)index.Transforms[0]);
        double ours = SignLoss(own);
        Assert.True(ours < faiss, $"ours {ours}, FAISS's {faiss}");
    }

    [Fact]
    public void Apply_VectorOfAnyLength_GivesTheSameDirection()
    {
        ItqTransform itq = Trained(2);
        float[] vector = File.Queries[0].ToArray();
        float[] farther = new float[32];
        for (int i = 0; i < 32; i++)
            farther[i] = itq.Mean[i] + 3 * (vector[i] - itq.Mean[i]);
        float[] a = itq.Apply(vector);
        float[] b = itq.Apply(farther);
        for (int i = 0; i < 16; i++)
            Assert.Equal(a[i], b[i], 1e-5f);
        Assert.Throws<NotSupportedException>(() => itq.ReverseApply(a));
    }

    [Fact]
    public void Create_DimensionsThatNeedAProjection_Throws()
    {
        Assert.Throws<ArgumentException>(() => new ItqTransform(32, 16, projects: false));
        Assert.Throws<ArgumentException>(() => new ItqTransform(16, 32, projects: true));
        Assert.Throws<ArgumentException>(() => new ItqTransform(16, 16, projects: true).Train([]));
    }

    private static ItqTransform Trained(int rounds)
    {
        var itq = new ItqTransform(16, projects: true, new ItqMatrix(16) { Iterations = rounds }, new LinearTransform(32, 16, hasBias: false));
        itq.Train(File.Base.Values);
        return itq;
    }

    /// <summary>Σ(|x| − 1)², which is what iterative quantization makes small; scaled so that the best factor for the signs is in it.</summary>
    private static double SignLoss(ItqTransform itq)
    {
        float[] rotated = itq.Apply(File.Base.Values);
        double mean = rotated.Average(x => (double)Math.Abs(x));
        return rotated.Sum(x => (Math.Abs(x) - mean) * (Math.Abs(x) - mean)) / rotated.Sum(x => (double)x * x);
    }
}
