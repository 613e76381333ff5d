using FaissNet.Testing;

namespace FaissNet.Tests.Examples;

/// <summary>The README's code, compiled and run.</summary>
public sealed class ReadmeExamples
{
    [Fact]
    public void Example_BuildSearchSaveLoad_FindsTheVectorItself()
    {
        float[] embeddings = TestVectors.Clustered(2000, 512, 50, seed: 1);
        float[] queries = embeddings[..(2 * 512)];
        using var file = new TemporaryFile();
        string path = file.Path;

        long[] found = BuildAndSearch(embeddings, queries, path);

        Assert.Equal([0, 1], found);
    }

    [Fact]
    public void Example_TwoModalities_FindsWhatTheTextIsAbout()
    {
        float[] images = TestVectors.Clustered(2000, 512, 50, seed: 1);
        // The same things said in words: elsewhere in space, but alike among themselves.
        float[] texts = [.. images.Select((value, i) => value + i % 512 % 7)];

        SearchResult<float> result = SearchWithText(images, texts, texts[(3 * 512)..(4 * 512)]);

        Assert.Equal(3, result.Ids[0]);
    }

    [Theory]
    [InlineData("readme")]
    [InlineData("modality")]
    public void Readme_ContainsTheExample(string region)
    {
        string readme = File.ReadAllText(Path.Combine(GoldenFiles.RepositoryRoot, "README.md")).ReplaceLineEndings("\n");

        Assert.Contains(ExampleText(region), readme);
    }

    private static long[] BuildAndSearch(float[] embeddings, float[] queries, string path)
    {
        #region readme
        using VectorIndex index = FaissIndex.Create(dimension: 512, "IVF16,SQ8", Metric.InnerProduct);
        index.Train(embeddings);                                   // n × 512 floats, one vector after another
        index.Add(embeddings);                                     // ids 0, 1, 2, …
        index.Save(path);                                          // a FAISS file: faiss.read_index(path) opens it

        using VectorIndex loaded = FaissIndex.Load(path);          // C# where it can, native FAISS for the rest
        var options = new SearchOptions { NProbe = 4, Filter = IdFilter.Range(0, 1000) };
        SearchResult<float> result = loaded.Search(queries, k: 10, options);

        for (int query = 0; query < result.QueryCount; query++)
        {
            ReadOnlySpan<long> ids = result.IdsOf(query);          // best first, −1 where fewer than k were found
            Console.WriteLine($"query {query}: vector {ids[0]} with score {result.DistancesOf(query)[0]:F3}");
        }
        #endregion
        return [result.IdsOf(0)[0], result.IdsOf(1)[0]];
    }

    private static SearchResult<float> SearchWithText(float[] images, float[] texts, float[] query)
    {
        #region modality
        using VectorIndex index = FaissIndex.Create(dimension: 512, "Modality,L2norm,SQ8", Metric.InnerProduct);
        index.Train(images, new BuildOptions { Queries = [new QuerySample(texts, "text")] });
        index.Add(images);
        SearchResult<float> result = index.Search(query, k: 10, new SearchOptions { QueryModality = "text" });
        #endregion
        return result;
    }

    /// <summary>The lines between the region's marks, without their indentation.</summary>
    private static string ExampleText(string region)
    {
        string path = Path.Combine(GoldenFiles.RepositoryRoot, "tests", "FaissNet.Tests", "Examples", "ReadmeExamples.cs");
        IEnumerable<string> lines = File.ReadLines(path)
            .SkipWhile(line => line.Trim() != "#region " + region).Skip(1)
            .TakeWhile(line => line.Trim() != "#endregion")
            .Select(line => line.Length >= 8 ? line[8..] : line);
        return string.Join('\n', lines);
    }
}
