namespace FaissNet.Tests.Verification;

public sealed class VerifyTests
{
    private const int Dimension = 16;

    [Fact]
    public void Verify_SavedIndex_ReportsEqualAndWhatWasCompared()
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        Save(file.Path, "IVF4,SQ8");

        float[] queries = TestVectors.Clustered(7, Dimension, 5, seed: 2);
        VerificationReport report = FaissIndex.Verify(file.Path, queries, k: 4, new SearchOptions { NProbe = 2 });

        Assert.True(report.Equal, report.ToString());
        Assert.Equal((7, 4, 1e-5), (report.QueryCount, report.K, report.Tolerance));
        Assert.Equal(0, report.IdsDifferent);
        Assert.True(report.SavedBytesEqual);
        Assert.StartsWith("equal: 7 queries × 4", report.ToString());
    }

    [Fact]
    public void Verify_TypeThatOnlyNativeHas_ThrowsWithTheType()
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        using (VectorIndex index = FaissIndex.Create(Dimension, "MinMax,SQ8", engine: Engine.Native))
        {
            index.Train(TestVectors.Clustered(50, Dimension, 5, seed: 1));
            index.Save(file.Path);
        }

        NotSupportedException exception =
            Assert.Throws<NotSupportedException>(() => FaissIndex.Verify(file.Path, TestVectors.Clustered(1, Dimension, 5, seed: 2)));
        Assert.Contains("IndexRowwiseMinMax", exception.Message);
    }

    [Fact]
    public void Verify_QueryLengthNotMultipleOfDimension_Throws()
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        Save(file.Path, "Flat");

        Assert.Throws<ArgumentException>(() => FaissIndex.Verify(file.Path, new float[Dimension + 1]));
    }

    [Fact]
    public void Verify_Cancelled_Throws()
    {
        NativeEngineRequired.Check();
        using var file = new TemporaryFile();
        Save(file.Path, "Flat");
        var options = new SearchOptions { CancellationToken = new CancellationToken(canceled: true) };

        Assert.ThrowsAny<OperationCanceledException>(() => FaissIndex.Verify(file.Path, new float[Dimension], 1, options));
    }

    private static void Save(string path, string factory)
    {
        using VectorIndex index = FaissIndex.Create(Dimension, factory, engine: Engine.Managed);
        float[] vectors = TestVectors.Clustered(300, Dimension, 5, seed: 1);
        index.Train(vectors);
        index.Add(vectors);
        index.Save(path);
    }
}
