using Apache.Arrow.Types;

namespace FaissNet.Evaluation.Tests;

public sealed class TableFileTests : IDisposable
{
    private static readonly float[][] s_vectors = [.. Enumerable.Range(0, 7).Select(i => new[] { i, i + 0.5f, -i, 1024 - i })];
    private static readonly long[] s_items = [5, 1L << 40, 5, 7, -1, 0, 3];
    private static readonly long[][] s_relevant = [[2, 0], [], [6], [1, 1], [0], [3, 4, 5], [2]];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_Parquet_ReadsAnyRowsOfTheOnlyColumnOfLists()
    {
        Tables.WriteParquet(_folder["x.parquet"], s_vectors, s_items, s_relevant);
        using VectorFile file = VectorFile.Open(_folder["x.parquet#embedding"]);
        AssertVectors(file);
        Assert.Equal(s_items, RelevanceFile.ReadItems(_folder["x.parquet"]));
        AssertRelevant(RelevanceFile.ReadLists(_folder["x.parquet#relevant"], 7));
    }

    [Theory]
    [InlineData("x.arrow", true, false, false)]
    [InlineData("x.arrow", false, false, true)]
    [InlineData("x.feather", true, true, true)]
    [InlineData("x.ARROW", true, false, true)]
    public void Open_Arrow_ReadsFilesAndStreams(string name, bool asFile, bool compress, bool half)
    {
        IArrowType type = half ? HalfFloatType.Default : FloatType.Default;
        Tables.WriteArrow(_folder[name], s_vectors, s_items, s_relevant, type, asFile, compress);
        using VectorFile file = VectorFile.Open(_folder[$"{name}#embedding"]);
        AssertVectors(file);
        Assert.Equal(s_items, RelevanceFile.ReadItems(_folder[$"{name}#item"]));
        AssertRelevant(RelevanceFile.ReadLists(_folder[$"{name}#relevant"], 7));
    }

    [Fact]
    public void Open_SeveralColumnsOfLists_AsksWhich()
    {
        Tables.WriteParquet(_folder["x.parquet"], s_vectors, s_items, s_relevant);
        string message = Assert.Throws<InvalidDataException>(() => VectorFile.Open(_folder["x.parquet"])).Message;
        Assert.Contains("embedding (lists), item, relevant (lists)", message);
        message = Assert.Throws<InvalidDataException>(() => VectorFile.Open(_folder["x.parquet#images"])).Message;
        Assert.Contains("has no column images", message);
        message = Assert.Throws<InvalidDataException>(() => VectorFile.Open(_folder["x.parquet#item"])).Message;
        Assert.Contains("vectors are lists", message);
        message = Assert.Throws<InvalidDataException>(() => RelevanceFile.ReadItems(_folder["x.parquet#relevant"])).Message;
        Assert.Contains("one integer a row", message);
        message = Assert.Throws<InvalidDataException>(() => RelevanceFile.ReadLists(_folder["x.parquet#embedding"], 7)).Message;
        Assert.Contains("integers are expected", message);
    }

    [Fact]
    public void Open_ListsOfDifferentLength_SaysWhere()
    {
        float[][] ragged = [.. s_vectors];
        ragged[4] = [1, 2, 3];
        Tables.WriteParquet(_folder["x.parquet"], ragged, s_items, s_relevant);
        string message = Assert.Throws<InvalidDataException>(() => VectorFile.Open(_folder["x.parquet#embedding"])).Message;
        Assert.Contains("row 4 has 3 values, the first has 4", message);
    }

    [Fact]
    public void ReadLists_MissingList_IsAnsweredByNothing()
    {
        Tables.WriteParquet(_folder["x.parquet"], s_vectors[..2], s_items[..2], [[1], null]);
        RelevanceJudgments relevance = RelevanceFile.ReadLists(_folder["x.parquet#relevant"], 7);
        Assert.Equal([1], relevance.RelevantTo(0).ToArray());
        Assert.Empty(relevance.RelevantTo(1).ToArray());
    }

    [Theory]
    [InlineData("x.parquet")]
    [InlineData("x.arrow")]
    public void Open_DamagedFile_ThrowsInvalidData(string name)
    {
        if (name == "x.parquet")
            Tables.WriteParquet(_folder[name], s_vectors, s_items, s_relevant);
        else
            Tables.WriteArrow(_folder[name], s_vectors, s_items, s_relevant, FloatType.Default);
        byte[] bytes = File.ReadAllBytes(_folder[name]);
        foreach (int length in (int[])[0, 3, 20, bytes.Length / 2, bytes.Length - 9])
        {
            File.WriteAllBytes(_folder[name], bytes[..length]);
            Assert.Throws<InvalidDataException>(() => VectorFile.Open(_folder[$"{name}#embedding"]));
        }
        Assert.Throws<FileNotFoundException>(() => VectorFile.Open(_folder[$"other{name}"]));
    }

    private static void AssertVectors(VectorFile file)
    {
        Assert.Equal((7, 4, VectorElementType.Float32), (file.Count, file.Dimension, file.ElementType));
        Assert.Equal(s_vectors.SelectMany(vector => vector), file.ReadAll());
        Assert.Equal(s_vectors[5].Concat(s_vectors[6]), file.ReadRows(5, 2));
        Assert.Equal(s_vectors[2], file.ReadRows(2, 1));
    }

    private static void AssertRelevant(RelevanceJudgments relevance)
    {
        Assert.Equal(7, relevance.QueryCount);
        for (int query = 0; query < 7; query++)
            Assert.Equal(s_relevant[query].Distinct().Order(), relevance.RelevantTo(query).ToArray());
    }
}
