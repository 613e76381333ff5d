namespace FaissNet.Tests.Parity;

/// <summary>
/// Transforms trained in either engine. Signs of components and the last digits of rotations differ, so what is compared is what comes back through
/// the transform, and how much a learned rotation loses.
/// </summary>
public sealed class TransformTrainingTests(ITestOutputHelper output)
{
    private const int Dimension = 32;

    /// <summary>Projections and drawn rotations are determined: what comes back is the same vector.</summary>
    [Theory]
    [InlineData("PCA16,Flat", 1e-3f)]
    [InlineData("PCAR16,Flat", 1e-3f)]
    [InlineData("RR24,Flat", 1e-5f)]
    [InlineData("RR48,Flat", 1e-5f)]
    [InlineData("RR,L2norm,Flat", 1e-5f)]
    [InlineData("LSHrt", 2e-5f)]
    public void Train_DeterminedTransform_BringsVectorsBackAlike(string factory, float tolerance)
    {
        NativeEngineRequired.Check();
        float[] native = RoundTrip(factory, Engine.Native);
        float[] managed = RoundTrip(factory, Engine.Managed);
        int different = 0;
        for (int i = 0; i < native.Length; i++)
            different += Math.Abs(native[i] - managed[i]) > tolerance ? 1 : 0;
        output.WriteLine($"{factory}: {different} of {native.Length} components differ by more than {tolerance}");
        // A component at a threshold may fall on either side of it.
        Assert.True(different <= (factory.StartsWith("LSH", StringComparison.Ordinal) ? native.Length / 50 : 0), $"{different} components differ");
    }

    /// <summary>Learned rotations end in different places that are equally good: within 3 % of each other's loss.</summary>
    [Theory]
    [InlineData("OPQ4,PQ4x4np")]
    [InlineData("OPQ4_16,PQ4x4np")]
    [InlineData("OPQ8_40,PQ8x4np")]
    public void Train_LearnedRotation_LosesAsLittle(string factory)
    {
        NativeEngineRequired.Check();
        double native = Loss(RoundTrip(factory, Engine.Native));
        double managed = Loss(RoundTrip(factory, Engine.Managed));
        output.WriteLine($"{factory}: native loses {native:G5}, managed {managed:G5}");
        Assert.InRange(managed, 0.97 * native, 1.03 * native);
    }

    private static float[] Vectors => TestVectors.Clustered(ParityCases.BaseCount, Dimension, 20, seed: 2);

    private static float[] RoundTrip(string factory, Engine engine)
    {
        using VectorIndex index = FaissIndex.Create(Dimension, factory, Metric.L2, engine);
        index.Train(TestVectors.Clustered(ParityCases.TrainCount, Dimension, 20, seed: 1), ParityCases.SingleThread);
        float[] vectors = Vectors;
        var codes = new byte[ParityCases.BaseCount * index.CodeSize];
        var decoded = new float[vectors.Length];
        index.Encode(vectors, codes);
        index.Decode(codes, decoded);
        return decoded;
    }

    private static double Loss(float[] decoded) => Vectors.Zip(decoded, (x, y) => (double)(x - y) * (x - y)).Sum();
}
