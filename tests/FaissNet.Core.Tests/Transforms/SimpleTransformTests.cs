namespace FaissNet.Transforms;

public sealed class SimpleTransformTests
{
    private static readonly float[] s_vectors = [.. Enumerable.Range(0, 7 * 12).Select(i => (float)Math.Sin(1.7 * i))];

    [Fact]
    public void Centering_Trained_SubtractsTheMeanAndAddsItAgain()
    {
        var centering = new CenteringTransform(12);
        Assert.False(centering.CanReverse);
        centering.Train(s_vectors);
        float[] centered = centering.Apply(s_vectors);
        for (int j = 0; j < 12; j++)
            Assert.Equal(0, Enumerable.Range(0, 7).Sum(i => centered[i * 12 + j]), 1e-5f);
        float[] back = centering.ReverseApply(centered);
        for (int i = 0; i < back.Length; i++)
            Assert.Equal(s_vectors[i], back[i], 1e-6f);
        Assert.Throws<ArgumentException>(() => new CenteringTransform(12).Train([]));
    }

    [Fact]
    public void Normalization_Rows_HaveLengthOneAndZeroStays()
    {
        float[] vectors = [3, 4, 0, 0, 1e-3f, 0];
        var normalization = new NormalizationTransform(2);
        Assert.Equal([0.6f, 0.8f, 0, 0, 1, 0], normalization.Apply(vectors).Select(x => MathF.Round(x, 6)));
        Assert.Equal(vectors, normalization.ReverseApply(vectors));
    }

    [Fact]
    public void Remap_Padding_FillsUpWithZeros()
    {
        var pad = new RemapDimensionsTransform(2, 4);
        Assert.Equal("Pad4", pad.Description);
        Assert.Equal([1, 2, 0, 0, 3, 4, 0, 0], pad.Apply([1, 2, 3, 4]));
        Assert.Equal([1, 2], pad.ReverseApply([1, 2, 9, 9]));
    }

    [Fact]
    public void Remap_Uniform_SpreadsAsFaissDoes()
    {
        Assert.Equal([0, -1, 1, -1], new RemapDimensionsTransform(2, 4, isUniform: true).Map);
        Assert.Equal([0, 2], new RemapDimensionsTransform(5, 2, isUniform: true).Map);
        Assert.Equal("Remap2", new RemapDimensionsTransform(5, 2, isUniform: true).Description);
        Assert.Throws<ArgumentException>(() => new RemapDimensionsTransform(3, [0, 3]));
        Assert.Throws<ArgumentException>(() => new RemapDimensionsTransform(3, [-2]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    [InlineData(100)]
    public void Hadamard_AnyDimension_KeepsLengthsAndComesBack(int dimension)
    {
        var rotation = new HadamardRotation(dimension, seed: 7);
        float[] vectors = [.. Enumerable.Range(0, 3 * dimension).Select(i => (float)Math.Cos(i))];
        float[] rotated = rotation.Apply(vectors);
        Assert.Equal("HR7", rotation.Description);
        Assert.Equal(vectors.Sum(x => (double)x * x), rotated.Sum(x => (double)x * x), 1e-4);
        float[] back = rotation.ReverseApply(rotated);
        for (int i = 0; i < vectors.Length; i++)
            Assert.Equal(vectors[i], back[i], 1e-5f);
    }

    [Fact]
    public void Linear_WithBias_AppliesAndReverses()
    {
        var linear = new LinearTransform(2, 2, [0, 1, -1, 0], [10, 20]);
        Assert.Equal([12, 19], linear.Apply([1, 2]));
        Assert.True(linear.CanReverse);
        Assert.Equal([1, 2], linear.ReverseApply([12, 19]));
        var stretched = new LinearTransform(2, 2, [0, 2, -1, 0]);
        Assert.False(stretched.CanReverse);
        Assert.Throws<NotSupportedException>(() => stretched.ReverseApply([1, 2]));
        Assert.Throws<ArgumentException>(() => new LinearTransform(2, 2, [1, 2, 3]));
        Assert.Throws<ArgumentException>(() => new LinearTransform(2, 1, [1, float.NaN]));
    }

    [Fact]
    public void Chain_ThreeSteps_AppliesThemInOrderAndReversesThem()
    {
        var chain = new TransformChain(
            new CenteringTransform(12), new RandomRotationMatrix(12, 16), new RemapDimensionsTransform(16, 20));
        Assert.False(chain.IsTrained);
        chain.Train(s_vectors);
        Assert.True(chain.IsTrained);
        float[] once = chain.Apply(s_vectors);
        float[] stepwise = chain.Transforms.Aggregate(s_vectors, (vectors, transform) => transform.Apply(vectors));
        Assert.Equal(stepwise, once);
        float[] back = chain.ReverseApply(once);
        for (int i = 0; i < back.Length; i++)
            Assert.Equal(s_vectors[i], back[i], 1e-5f);
        Assert.Equal("Center,RR16,Pad20", chain.Description);
        Assert.Throws<ArgumentException>(() => new TransformChain());
        Assert.Throws<ArgumentException>(() => new TransformChain(new CenteringTransform(3), new CenteringTransform(4)));
    }

    [Fact]
    public void Chain_TrainingThatFailsInTheEnd_ForgetsWhatItLearned()
    {
        var center = new CenteringTransform(12);
        var chain = new TransformChain(center, new PcaMatrix(12, 10));
        Assert.Throws<ArgumentException>(() => chain.Train(s_vectors));
        Assert.False(center.IsTrained);
    }

    [Fact]
    public void Apply_BadArguments_Throws()
    {
        var rotation = new RandomRotationMatrix(4, 4);
        Assert.Throws<InvalidOperationException>(() => rotation.Apply(new float[4]));
        rotation.Train([]);
        Assert.Throws<ArgumentException>(() => rotation.Apply(new float[5]));
        Assert.Throws<ArgumentException>(() => rotation.Apply(new float[4], new float[3]));
        Assert.Throws<ArgumentException>(() => rotation.Apply([1, 2, float.NaN, 3]));
        Assert.Throws<ArgumentOutOfRangeException>(() => new RandomRotationMatrix(0, 4));
    }
}
