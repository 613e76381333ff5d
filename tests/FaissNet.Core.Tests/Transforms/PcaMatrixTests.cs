using FaissNet.Testing;

namespace FaissNet.Transforms;

public sealed class PcaMatrixTests
{
    private static GoldenFile File => GoldenFiles.Get("1.7.3/PCA16_Flat_l2");

    [Fact]
    public void Train_VectorsOfAGoldenFile_FindsFaissComponentsUpToSigns()
    {
        using var index = (PreTransformIndex)VectorIndex.Load(File.IndexPath);
        var faiss = (PcaMatrix)index.Transforms[0];
        var pca = new PcaMatrix(32, 16);

        pca.Train(File.Base.Values);

        AssertClose(faiss.Mean, pca.Mean, 1e-6f);
        for (int i = 0; i < 32; i++)
            Assert.Equal(faiss.Eigenvalues[i], pca.Eigenvalues[i], 1e-5f * faiss.Eigenvalues[0]);
        Assert.Equal(faiss.Components.Length, pca.Components.Length);
        for (int i = 0; i < 16; i++)
        {
            int row = i * 32;
            float sign = Dot(faiss.Matrix.Slice(row, 32), pca.Matrix.Slice(row, 32)) < 0 ? -1 : 1;
            for (int j = 0; j < 32; j++)
                Assert.Equal(faiss.Matrix[row + j], sign * pca.Matrix[row + j], 1e-3f);
            Assert.Equal(faiss.Bias[i], sign * pca.Bias[i], 1e-3f);
        }
    }

    [Fact]
    public void Train_RandomRotation_SpansTheSameSpaceAndSpreadsTheVariance()
    {
        var plain = new PcaMatrix(32, 16);
        var rotated = new PcaMatrix(32, 16, randomRotation: true);
        plain.Train(File.Base.Values);
        rotated.Train(File.Base.Values);
        float[] vectors = File.Queries.Values;
        // The same projection, seen from the space that vectors come from.
        AssertClose(plain.ReverseApply(plain.Apply(vectors)), rotated.ReverseApply(rotated.Apply(vectors)), 1e-4f);
        Assert.True(LargestVariance(rotated) < 0.9 * LargestVariance(plain));
    }

    [Fact]
    public void Train_Whitening_GivesComponentsOfEqualWeight()
    {
        var pca = new PcaMatrix(32, 16, eigenPower: -0.5f);
        pca.Train(File.Base.Values);
        float[] projected = pca.Apply(File.Base.Values);
        for (int i = 0; i < 16; i++)
        {
            double sum = 0;
            for (int row = 0; row < 600; row++)
                sum += projected[row * 16 + i] * projected[row * 16 + i];
            // Eigenvalues are sums over the sample, as in FAISS.
            Assert.Equal(1, sum, 1e-4);
        }
        Assert.False(pca.CanReverse);
        Assert.Throws<NotSupportedException>(() => pca.ReverseApply(projected));
    }

    [Fact]
    public void Train_FewerVectorsThanComponents_UsesTheirInnerProducts()
    {
        float[] few = File.Base.Values[..(20 * 32)];
        var gram = new PcaMatrix(32, 8);
        gram.Train(few);
        // Each vector twice: as many as components, and the same directions.
        var covariance = new PcaMatrix(32, 8);
        covariance.Train([.. few, .. few]);
        Assert.Equal(20 * 32, gram.Components.Length);
        for (int i = 0; i < 8; i++)
            Assert.Equal(covariance.Eigenvalues[i] / 2, gram.Eigenvalues[i], 1e-4f * gram.Eigenvalues[0]);
        AssertClose(covariance.ReverseApply(covariance.Apply(few)), gram.ReverseApply(gram.Apply(few)), 1e-3f);
    }

    [Fact]
    public void Train_BalancedBins_DealsTheComponentsOut()
    {
        var plain = new PcaMatrix(32, 16);
        var balanced = new PcaMatrix(32, 16) { BalancedBins = 4 };
        plain.Train(File.Base.Values);
        balanced.Train(File.Base.Values);
        // The first four go to the four empty bins; the fifth to that of the fourth, which has least.
        Assert.Equal(plain.Matrix.Slice(0, 32), balanced.Matrix.Slice(0, 32));
        Assert.Equal(plain.Matrix.Slice(32, 32), balanced.Matrix.Slice(4 * 32, 32));
        Assert.Equal(plain.Matrix.Slice(4 * 32, 32), balanced.Matrix.Slice(13 * 32, 32));
        Assert.Throws<InvalidOperationException>(() => new PcaMatrix(32, 16) { BalancedBins = 5 }.Train(File.Base.Values));
        Assert.Throws<InvalidOperationException>(
            () => new PcaMatrix(32, 16, randomRotation: true) { BalancedBins = 4 }.Train(File.Base.Values));
    }

    [Fact]
    public void Train_SampleThatCannotGiveTheComponents_ThrowsAndStaysUntrained()
    {
        var pca = new PcaMatrix(32, 16);
        Assert.Throws<ArgumentException>(() => pca.Train(File.Base.Values.AsSpan(0, 15 * 32)));
        var whitening = new PcaMatrix(32, 16, eigenPower: -0.5f);
        Assert.Throws<ArgumentException>(() => whitening.Train(new float[100 * 32]));
        Assert.False(pca.IsTrained);
        Assert.False(whitening.IsTrained);
        Assert.Throws<InvalidOperationException>(() => pca.Apply(new float[32]));
        Assert.Throws<ArgumentException>(() => new PcaMatrix(16, 17));
    }

    [Fact]
    public void ReverseApply_WhiteningOfAFile_ThrowsWhereFaissReturnsWrongVectors()
    {
        using VectorIndex index = VectorIndex.Create(32, "PCAW16,Flat");
        index.Train(File.Base.Values);
        index.Add(File.Base.Values);
        using var stream = new MemoryStream();
        index.Save(stream);
        stream.Position = 0;
        using VectorIndex loaded = VectorIndex.Load(stream);
        Assert.Throws<NotSupportedException>(() => loaded.Reconstruct(0));
    }

    private static double LargestVariance(PcaMatrix pca)
    {
        float[] projected = pca.Apply(File.Base.Values);
        return Enumerable.Range(0, 16).Max(i => Enumerable.Range(0, 600).Sum(row => (double)projected[row * 16 + i] * projected[row * 16 + i]));
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b) => System.Numerics.Tensors.TensorPrimitives.Dot(a, b);

    private static void AssertClose(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], tolerance);
    }
}
