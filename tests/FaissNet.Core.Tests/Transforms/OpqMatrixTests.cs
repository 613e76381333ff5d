using FaissNet.Testing;

namespace FaissNet.Transforms;

public sealed class OpqMatrixTests
{
    private static GoldenFile File => GoldenFiles.Get("1.7.3/OPQ8_IVF8_PQ8np_l2");

    /// <summary>
    /// A product quantizer of 4 slices with 16 centroids each on 32 correlated components: rotated, it must lose clearly less, else the rotation
    /// was not learned.
    /// </summary>
    [Fact]
    public void Train_CorrelatedComponents_LosesLessThanWithoutRotation()
    {
        float[] vectors = Correlated(1000, 32);
        double plain = Loss("PQ4x4np", vectors);
        double optimized = Loss("OPQ4,PQ4x4np", vectors);
        Assert.True(optimized < 0.75 * plain, $"with OPQ {optimized}, without {plain}");
    }

    [Theory]
    [InlineData(32, 32)]
    [InlineData(32, 16)]
    [InlineData(32, 40)]
    public void Train_AnyOutputs_IsARotation(int inputs, int outputs)
    {
        var opq = new OpqMatrix(inputs, 4, outputs) { Iterations = 3 };
        opq.Train(Correlated(400, inputs));
        Assert.Equal(inputs * outputs, opq.Matrix.Length);
        Assert.True(opq.CanReverse);
        Assert.False(opq.HasBias);
    }

    [Fact]
    public void Train_AnyNumberOfThreads_LearnsTheSame()
    {
        float[] vectors = Correlated(500, 32);
        var one = new OpqMatrix(32, 4, 32) { Iterations = 4 };
        var many = new OpqMatrix(32, 4, 32) { Iterations = 4 };
        one.Train(vectors, new BuildOptions { MaxDegreeOfParallelism = 1 });
        many.Train(vectors, new BuildOptions { MaxDegreeOfParallelism = 5 });
        Assert.Equal(one.Matrix, many.Matrix);
    }

    [Fact]
    public void Train_FewVectorsOrCancelled_ThrowsAndStaysUntrained()
    {
        var opq = new OpqMatrix(32, 4, 32);
        Assert.Throws<ArgumentException>(() => opq.Train(Correlated(255, 32)));
        var cancelled = new BuildOptions { CancellationToken = new CancellationToken(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => opq.Train(Correlated(300, 32), cancelled));
        Assert.False(opq.IsTrained);
        Assert.Throws<ArgumentException>(() => new OpqMatrix(32, 5, 32));
    }

    [Fact]
    public void Train_Progress_CountsRounds()
    {
        var stages = new List<BuildProgress>();
        var opq = new OpqMatrix(32, 4, 32) { Iterations = 2 };
        opq.Train(Correlated(300, 32), new BuildOptions { Progress = new Collector(stages) });
        Assert.Equal([new BuildProgress("OPQ rotation", 1, 2), new BuildProgress("OPQ rotation", 2, 2)], stages);
    }

    [Fact]
    public void Description_MatrixOfAFile_TellsTheSlicesOfTheCodeThatFollows()
    {
        using var index = (PreTransformIndex)VectorIndex.Load(File.IndexPath);
        Assert.IsType<LinearTransform>(index.Transforms[0]);
        Assert.Equal("OPQ8,IVF8,PQ8np", index.Description);
        Assert.Equal("Linear32", index.Transforms[0].Description);
    }

    [Fact]
    public void Clone_UntrainedRotation_CanStillBeTrained()
    {
        using VectorIndex index = VectorIndex.Create(32, "OPQ4_16,PQ4x4np");
        using VectorIndex copy = index.Clone();
        using VectorIndex mapped = VectorIndex.Create(32, "IDMap,OPQ4_16,PQ4x4np");
        using VectorIndex mappedCopy = mapped.Clone();
        copy.Train(Correlated(300, 32));
        mappedCopy.Train(Correlated(300, 32));
        Assert.True(copy.IsTrained && mappedCopy.IsTrained);
        Assert.False(index.IsTrained || mapped.IsTrained);
        Assert.Equal("OPQ4_16,PQ4x4np", copy.Description);
    }

    private static double Loss(string description, float[] vectors)
    {
        using VectorIndex index = VectorIndex.Create(32, description);
        index.Train(vectors);
        var codes = new byte[vectors.Length / 32 * index.CodeSize];
        var decoded = new float[vectors.Length];
        index.Encode(vectors, codes);
        index.Decode(codes, decoded);
        return vectors.Zip(decoded, (x, y) => (double)(x - y) * (x - y)).Sum();
    }

    /// <summary>Few directions with most of the variance, mixed over all components.</summary>
    private static float[] Correlated(int count, int dimension)
    {
        var random = new Random(1);
        float[] mix = new RandomRotationMatrix(dimension, dimension, seed: 77).Matrix.ToArray();
        var vectors = new float[count * dimension];
        for (int i = 0; i < count; i++)
        {
            for (int k = 0; k < dimension; k++)
            {
                float weight = (float)((random.NextDouble() - 0.5) * 4 / (1 + k));
                for (int j = 0; j < dimension; j++)
                    vectors[i * dimension + j] += weight * mix[k * dimension + j];
            }
        }
        return vectors;
    }

    private sealed class Collector(List<BuildProgress> stages) : IProgress<BuildProgress>
    {
        public void Report(BuildProgress value) => stages.Add(value);
    }
}
