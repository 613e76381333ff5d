namespace FaissNet.Evaluation.Tests;

public sealed class RelevanceFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadLists_Matrix_TakesMinusOneForNothing()
    {
        // The second id is one that a float would round.
        NpyWriter.Write<long>(_folder["x.npy"], [3, (1 << 24) + 1, 3, 0, -1, -1, -1, -1, -1], 3);
        AssertLists(RelevanceFile.ReadLists(_folder["x.npy"], 1L << 25), [[3, (1 << 24) + 1], [0], []]);
    }

    [Fact]
    public void ReadLists_Ivecs_HasOneRowAQuery()
    {
        _folder.Write("x.ivecs", [2, 0, 0, 0, 7, 0, 0, 0, 5, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 255, 255, 255, 255]);
        AssertLists(RelevanceFile.ReadLists(_folder["x.ivecs"], 8), [[5, 7], [1]]);
    }

    [Fact]
    public void ReadLists_Text_HasOneLineAQuery()
    {
        _folder.Write("x.txt", "3 1\n\n0,2\r\n"u8);
        AssertLists(RelevanceFile.ReadLists(_folder["x.txt"], 4), [[1, 3], [], [0, 2]]);
    }

    [Theory]
    [InlineData("1\n4\n", "query 1 is answered by 4, but the stored vectors are 0 to 3")]
    [InlineData("-2", "query 0 is answered by -2")]
    [InlineData("1\n2 x", "line 2: 'x' is no id")]
    public void ReadLists_WrongText_SaysWhere(string text, string expected)
    {
        _folder.Write("x.txt", System.Text.Encoding.UTF8.GetBytes(text));
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => RelevanceFile.ReadLists(_folder["x.txt"], 4)).Message);
    }

    [Fact]
    public void ReadLists_Fractions_Throws()
    {
        NpyWriter.Write<float>(_folder["x.npy"], [1, 2], 1);
        Assert.Contains("ids are integers", Assert.Throws<InvalidDataException>(() => RelevanceFile.ReadLists(_folder["x.npy"], 4)).Message);
    }

    private static void AssertLists(RelevanceJudgments relevance, long[][] expected)
    {
        Assert.Equal(expected.Length, relevance.QueryCount);
        for (int query = 0; query < expected.Length; query++)
            Assert.Equal(expected[query], relevance.RelevantTo(query).ToArray());
    }
}
