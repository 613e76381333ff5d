using FaissNet.Testing;

namespace FaissNet.Transforms;

public sealed class RandomRotationMatrixTests
{
    [Theory]
    [InlineData("1.7.3/RR24_PQ8np_l2")]
    [InlineData("1.15.0/RR24_PQ8np_l2")]
    [InlineData("1.15.0/RR32_RaBitQ_l2")]
    public void Train_AnyVectors_DrawsTheRotationOfFaiss(string key)
    {
        LinearTransform faiss = Read(key);
        var rotation = new RandomRotationMatrix(faiss.InputDimension, faiss.OutputDimension);
        rotation.Train(new float[faiss.InputDimension]);
        for (int i = 0; i < faiss.Matrix.Length; i++)
            Assert.Equal(faiss.Matrix[i], rotation.Matrix[i], 2e-6f);
    }

    [Theory]
    [InlineData(32, 32)]
    [InlineData(20, 32)]
    [InlineData(7, 8)]
    public void Apply_AsManyOutputsOrMore_KeepsLengthsAndComesBack(int inputs, int outputs)
    {
        var rotation = new RandomRotationMatrix(inputs, outputs, seed: 9);
        float[] vectors = [.. Enumerable.Range(0, 5 * inputs).Select(i => (float)Math.Sin(i))];
        float[] rotated = rotation.Apply(vectors);
        for (int i = 0; i < 5; i++)
            Assert.Equal(Length(vectors.AsSpan(i * inputs, inputs)), Length(rotated.AsSpan(i * outputs, outputs)), 1e-5);
        Assert.True(rotation.CanReverse);
        float[] back = rotation.ReverseApply(rotated);
        for (int i = 0; i < vectors.Length; i++)
            Assert.Equal(vectors[i], back[i], 1e-5f);
    }

    [Fact]
    public void ReverseApply_FewerOutputs_HasTheSameImage()
    {
        var rotation = new RandomRotationMatrix(32, 10, seed: 3);
        float[] vector = [.. Enumerable.Range(0, 32).Select(i => (float)Math.Cos(i))];
        float[] rotated = rotation.Apply(vector);
        float[] again = rotation.Apply(rotation.ReverseApply(rotated));
        for (int i = 0; i < 10; i++)
            Assert.Equal(rotated[i], again[i], 1e-5f);
    }

    /// <summary>The first transform of a file whose index the C# engine need not have.</summary>
    private static LinearTransform Read(string key)
    {
        byte[] bytes = File.ReadAllBytes(GoldenFiles.Get(key).IndexPath);
        const int Count = 4 + 33 + 4 + 4 + 1;
        int values = (int)BitConverter.ToInt64(bytes, Count);
        float[] matrix = [.. Enumerable.Range(0, values).Select(i => BitConverter.ToSingle(bytes, Count + 8 + 4 * i))];
        int tail = Count + 8 + 4 * values + 8;
        return new LinearTransform(BitConverter.ToInt32(bytes, tail), BitConverter.ToInt32(bytes, tail + 4), matrix);
    }

    private static double Length(ReadOnlySpan<float> vector)
    {
        double sum = 0;
        foreach (float x in vector)
            sum += x * x;
        return Math.Sqrt(sum);
    }
}
