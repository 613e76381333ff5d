using System.Numerics.Tensors;

namespace FaissNet.Tests.Parity;

/// <summary>The types that both engines have, with both metrics, in three dimensions.</summary>
public static class ParityCases
{
    /// <summary>Enough for 256 centroids of an 8-bit product quantizer.</summary>
    public const int TrainCount = 1000;

    public const int BaseCount = 1500;

    public const int QueryCount = 25;

    public const int K = 10;

    private static readonly string[] s_factories =
    [
        "Flat", "SQ8", "SQ4", "SQ6", "SQfp16", "PQ4np", "PQ4x4np", "IVF16,Flat", "IVF16,SQ8", "IVF16,SQ4", "IVF16,SQ6", "IVF16,SQfp16",
        "IVF16,PQ4np", "IVF16,PQ4x4np", "PQ4np,RFlat",
        "IVF16,PQ4x4np,RFlat", "IDMap,Flat", "IDMap2,SQ8", "IDMap,IVF16,PQ4x4np",
        "PCA16,Flat", "PCAWR16,SQ8", "RR24,SQ8", "OPQ4_16,PQ4x4np", "L2norm,IVF16,Flat", "ITQ16,Flat", "Pad128,PQ4x4np", "IDMap,RR,L2norm,SQ8",
        "IVF16(SQ8),Flat", "IVF16(SQfp16),PQ4np", "IVF16(PQ4x4np),SQ8", "IVF16(IVF4,Flat),Flat",
    ];

    public static TheoryData<string, Metric, int> All { get; } = Cross(s_factories);

    /// <summary>Those that learn something.</summary>
    public static TheoryData<string, Metric, int> Trained { get; } =
        Cross(["SQ8", "SQ4", "SQ6", "PQ4np", "PQ4x4np", "IVF16,Flat", "IVF16,SQ8", "IVF16,PQ4np", "IVF16,PQ4x4np"]);

    public static SearchOptions Options { get; } = new() { NProbe = 5, RefineFactor = 3 };

    /// <summary>One thread, so that nothing depends on the machine.</summary>
    public static BuildOptions SingleThread { get; } = new() { MaxDegreeOfParallelism = 1 };

    public static float[] Queries(int dimension) => TestVectors.Clustered(QueryCount, dimension, 20, seed: 3);

    /// <summary>The mean squared norm of the queries: what rounding in batches of L2 distances is relative to.</summary>
    public static double Magnitude(int dimension) => TensorPrimitives.SumOfSquares<float>(Queries(dimension)) / QueryCount;

    /// <summary>A trained and filled index.</summary>
    public static VectorIndex Build(string factory, Metric metric, int dimension, Engine engine)
    {
        VectorIndex index = FaissIndex.Create(dimension, factory, metric, engine);
        index.Train(TestVectors.Clustered(TrainCount, dimension, 20, seed: 1), SingleThread);
        float[] vectors = TestVectors.Clustered(BaseCount, dimension, 20, seed: 2);
        if (factory.StartsWith("IDMap", StringComparison.Ordinal))
            index.AddWithIds(vectors, Ids(), SingleThread);
        else
            index.Add(vectors, SingleThread);
        return index;
    }

    public static long[] Ids() => [.. Enumerable.Range(0, BaseCount).Select(i => 1_000_000_000_000L + 7 * i)];

    private static TheoryData<string, Metric, int> Cross(string[] factories)
    {
        var data = new TheoryData<string, Metric, int>();
        foreach (string factory in factories)
        {
            foreach (Metric metric in (Metric[])[Metric.L2, Metric.InnerProduct])
            {
                foreach (int dimension in (int[])[32, 100, 512])
                    data.Add(factory, metric, dimension);
            }
        }
        return data;
    }
}
