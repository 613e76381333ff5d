using FaissNet.Testing;

namespace FaissNet.Tests.Golden;

/// <summary>Native FAISS opens every golden file whose type it knows and answers as recorded.</summary>
public sealed class GoldenNativeTests
{
    // FAISS 1.7.3 knows the types that it wrote golden files of; those of newer versions may not be known to the library.
    private static readonly HashSet<string> s_oldNames =
        [.. GoldenFiles.All.Where(file => file.Version == "1.7.3").Select(file => file.Name)];

    public static TheoryData<string> Floats { get; } = [.. Known(isBinary: false)];

    public static TheoryData<string> Binaries { get; } = [.. Known(isBinary: true)];

    [Theory]
    [MemberData(nameof(Floats))]
    public void Load_FloatFile_AnswersAndReconstructsAsRecorded(string key)
    {
        NativeEngineRequired.Check();
        GoldenFile golden = GoldenFiles.Get(key);
        SkipGraphOfAnotherVersion(golden);
        using VectorIndex index = FaissIndex.Load(golden.IndexPath, Engine.Native);
        NpyArray<long> ids = golden.Ids;

        SearchResult<float> result = index.Search(golden.Queries.Values, ids.Columns);

        Assert.Equal(Engine.Native, index.Engine);
        ResultAssert.Same(ids.Columns, golden.Distances.Values, ids.Values, result.Distances, result.Ids);
        if (golden.NoReconstruct is not null)
            return;
        NpyArray<float> expected = golden.Reconstructed;
        for (int id = 0; id < expected.Rows; id++)
        {
            float[] vector = index.Reconstruct(id);
            for (int i = 0; i < vector.Length; i++)
                Assert.Equal(expected[id][i], vector[i], 1e-5f);
        }
    }

    [Theory]
    [MemberData(nameof(Floats))]
    public void Save_FloatFile_GivesTheSameBytes(string key)
    {
        NativeEngineRequired.Check();
        GoldenFile golden = GoldenFiles.Get(key);
        using VectorIndex index = FaissIndex.Load(golden.IndexPath, Engine.Native);
        using var stream = new MemoryStream();

        index.Save(stream);

        Assert.Equal(File.ReadAllBytes(golden.IndexPath), stream.ToArray());
    }

    [Theory]
    [MemberData(nameof(Binaries))]
    public void Load_BinaryFile_AnswersAndReconstructsAsRecorded(string key)
    {
        NativeEngineRequired.Check();
        GoldenFile golden = GoldenFiles.Get(key);
        SkipGraphOfAnotherVersion(golden);
        using BinaryIndex index = FaissIndex.LoadBinary(golden.IndexPath, Engine.Native);
        NpyArray<long> ids = golden.Ids;

        SearchResult<int> result = index.Search(golden.BitQueries.Values, ids.Columns);

        Assert.Equal(golden.HammingDistances.Values, result.Distances);
        ResultAssert.Same(
            ids.Columns,
            Array.ConvertAll(golden.HammingDistances.Values, distance => (float)distance),
            ids.Values,
            Array.ConvertAll(result.Distances, distance => (float)distance),
            result.Ids);
        if (golden.NoReconstruct is not null)
            return;
        for (int id = 0; id < 5; id++)
            Assert.Equal(golden.ReconstructedBits[id], index.Reconstruct(id));
    }

    [Theory]
    [MemberData(nameof(Binaries))]
    public void Save_BinaryFile_GivesTheSameBytes(string key)
    {
        NativeEngineRequired.Check();
        GoldenFile golden = GoldenFiles.Get(key);
        // Hash indexes are written in the order of a hash table, which differs between builds of FAISS.
        Assert.SkipWhen(golden.Factory.StartsWith("BHash", StringComparison.Ordinal), "FAISS writes hash tables in no fixed order.");
        using BinaryIndex index = FaissIndex.LoadBinary(golden.IndexPath, Engine.Native);
        using var stream = new MemoryStream();

        index.Save(stream);

        Assert.Equal(File.ReadAllBytes(golden.IndexPath), stream.ToArray());
    }

    private static void SkipGraphOfAnotherVersion(GoldenFile golden)
        => Assert.SkipWhen(
            golden.Factory.Contains("HNSW", StringComparison.Ordinal) && golden.Version != FaissRuntime.NativeVersion,
            "The approximate search of a graph visits other nodes in other versions of FAISS.");

    private static IEnumerable<string> Known(bool isBinary)
        => GoldenFiles.All.Where(file => file.IsBinary == isBinary && s_oldNames.Contains(file.Name)).Select(file => file.Key);
}
