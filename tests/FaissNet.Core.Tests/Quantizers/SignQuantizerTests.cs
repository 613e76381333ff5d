namespace FaissNet.Tests.Quantizers;

public class SignQuantizerTests
{
    [Fact]
    public void Encode_ZeroThreshold_SetsTheBitsOfComponentsFromZeroOn()
    {
        var quantizer = new SignQuantizer(11);
        Assert.True(quantizer.IsTrained);
        Assert.Equal(2, quantizer.CodeSize);
        var code = new byte[] { 0xff, 0xff };
        quantizer.Encode([1, -1, 0, -0f, -1e-30f, 2, -2, 3, -1, 5, -1], code);
        Assert.Equal(new byte[] { 0b10101101, 0b010 }, code);
        var decoded = new float[11];
        quantizer.Decode(code, decoded);
        Assert.Equal([1, -1, 1, 1, -1, 1, -1, 1, -1, 1, -1], decoded);
    }

    [Theory]
    [InlineData(SignThreshold.Mean, 4f, 3f)]
    [InlineData(SignThreshold.Median, 2.5f, 2.5f)]
    public void Train_EvenSample_FindsThresholdAndSpread(SignThreshold threshold, float expected, float spread)
    {
        var quantizer = new SignQuantizer(1, threshold);
        Assert.False(quantizer.IsTrained);
        quantizer.Train([3, 1, 10, 2]);
        Assert.Equal(expected, Assert.Single(quantizer.Thresholds.ToArray()));
        var codes = new byte[2];
        quantizer.Encode([expected, expected - 0.01f], codes);
        Assert.Equal(new byte[] { 1, 0 }, codes);
        var decoded = new float[2];
        quantizer.Decode(codes, decoded);
        Assert.Equal([expected + spread, expected - spread], decoded);
    }

    [Fact]
    public void Train_MedianOfOddSample_IsTheMiddleValue()
    {
        var quantizer = new SignQuantizer(2, SignThreshold.Median);
        quantizer.Train([5, -1, 1, -3, 9, -2]);
        Assert.Equal([5, -2], quantizer.Thresholds.ToArray());
    }

    [Fact]
    public void SetThresholds_FromAFile_DecodesOneAroundThem()
    {
        var quantizer = new SignQuantizer(2, SignThreshold.Median);
        quantizer.SetThresholds([10, 20]);
        var decoded = new float[2];
        quantizer.Decode([0b10], decoded);
        Assert.Equal([9, 21], decoded);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(100)]
    [InlineData(129)]
    public void Encode_AnyDimension_ComparesEachComponent(int d)
    {
        var random = new Random(d);
        float[] sample = Enumerable.Range(0, 50 * d).Select(_ => (float)random.NextDouble()).ToArray();
        var quantizer = new SignQuantizer(d, SignThreshold.Mean);
        quantizer.Train(sample);
        var codes = new byte[50 * quantizer.CodeSize];
        quantizer.Encode(sample, codes);
        for (int i = 0; i < sample.Length; i++)
        {
            double mean = Enumerable.Range(0, 50).Average(row => (double)sample[row * d + i % d]);
            Assert.Equal(mean, quantizer.Thresholds[i % d], 1e-6);
            int bit = codes[i / d * quantizer.CodeSize + i % d / 8] >> (i % d % 8) & 1;
            Assert.Equal(sample[i] >= quantizer.Thresholds[i % d] ? 1 : 0, bit);
        }
    }

    [Fact]
    public void Calls_BadInput_ThrowAndChangeNothing()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new SignQuantizer(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SignQuantizer(4, (SignThreshold)3));
        var quantizer = new SignQuantizer(2, SignThreshold.Mean);
        Assert.Throws<InvalidOperationException>(() => quantizer.Encode([1f, 2f], new byte[1]));
        Assert.Throws<ArgumentException>(() => quantizer.Train([]));
        Assert.Throws<ArgumentException>(() => quantizer.SetThresholds([1f]));
        Assert.False(quantizer.IsTrained);
        quantizer.Train([1f, 2f]);
        Assert.ThrowsAny<OperationCanceledException>(
            () => quantizer.Train([5f, 9f], new BuildOptions { CancellationToken = new CancellationToken(true) }));
        Assert.Equal([1f, 2f], quantizer.Thresholds.ToArray());
    }
}
