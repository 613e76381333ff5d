namespace FaissNet.Tests.Parity;

/// <summary>Scalar quantizers of every type and statistic that FAISS 1.7.3 has, flat and in lists, also those without a factory string.</summary>
public sealed class ScalarTypeTests
{
    private const int Dimension = 36;

    public static TheoryData<ScalarQuantizerType, RangeStat, float, Metric> Cases
    {
        get
        {
            var cases = new TheoryData<ScalarQuantizerType, RangeStat, float, Metric>();
            foreach (Metric metric in (Metric[])[Metric.L2, Metric.InnerProduct])
            {
                cases.Add(ScalarQuantizerType.Float16, RangeStat.MinMax, 0, metric);
                cases.Add(ScalarQuantizerType.EightBitDirect, RangeStat.MinMax, 0, metric);
                cases.Add(ScalarQuantizerType.EightBit, RangeStat.MinMax, 0.1f, metric);
                cases.Add(ScalarQuantizerType.EightBit, RangeStat.Quantiles, 0.02f, metric);
                cases.Add(ScalarQuantizerType.SixBit, RangeStat.Optim, 0, metric);
                cases.Add(ScalarQuantizerType.FourBit, RangeStat.MeanStd, 2, metric);
                cases.Add(ScalarQuantizerType.EightBitUniform, RangeStat.MeanStd, 3, metric);
                cases.Add(ScalarQuantizerType.FourBitUniform, RangeStat.Quantiles, 0.01f, metric);
            }
            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Search_Flat_SameInNative(ScalarQuantizerType type, RangeStat stat, float arg, Metric metric)
        => Check(new ScalarQuantizerIndex(Dimension, Options(type, stat, arg), metric), type);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Search_ListsOfVectors_SameInNative(ScalarQuantizerType type, RangeStat stat, float arg, Metric metric)
        => Check(new IvfScalarQuantizerIndex(Dimension, 8, Options(type, stat, arg), metric, byResidual: false), type);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Search_ListsOfResiduals_SameInNative(ScalarQuantizerType type, RangeStat stat, float arg, Metric metric)
    {
        // Residuals are never whole numbers from 0 to 255, which is all that direct codes can hold.
        if (type != ScalarQuantizerType.EightBitDirect)
            Check(new IvfScalarQuantizerIndex(Dimension, 8, Options(type, stat, arg), metric), type);
    }

    private static ScalarQuantizerOptions Options(ScalarQuantizerType type, RangeStat stat, float arg)
        => new() { Type = type, RangeStat = stat, RangeStatArg = arg };

    private static void Check(VectorIndex index, ScalarQuantizerType type)
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        using (index)
        {
            index.Train(Vectors(1000, 1, type));
            index.Add(Vectors(1500, 2, type));
            index.Save(file.Path);
        }

        VerificationReport few = FaissIndex.Verify(file.Path, Vectors(5, 3, type), ParityCases.K, ParityCases.Options);
        VerificationReport many = FaissIndex.Verify(file.Path, Vectors(60, 4, type), ParityCases.K, ParityCases.Options);

        Assert.True(few.Equal, few.ToString());
        Assert.True(many.Equal, many.ToString());
    }

    private static float[] Vectors(int count, int seed, ScalarQuantizerType type)
    {
        float[] vectors = TestVectors.Clustered(count, Dimension, 20, seed);
        return type == ScalarQuantizerType.EightBitDirect
            ? Array.ConvertAll(vectors, value => MathF.Round(Math.Clamp((value * 30) + 128, 0, 255)))
            : vectors;
    }
}
