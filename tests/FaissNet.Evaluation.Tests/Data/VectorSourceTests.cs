namespace FaissNet.Evaluation.Tests;

public class VectorSourceTests
{
    private static readonly float[] s_vectors = [.. Enumerable.Range(0, 200).Select(i => (float)(i / 2))];

    [Fact]
    public void FromArray_ReadRows_GivesTheSlice()
    {
        using VectorSource source = VectorSource.FromArray(s_vectors, 2);
        Assert.Equal((100L, 2), (source.Count, source.Dimension));
        Assert.Equal([5f, 5, 6, 6], source.ReadRows(5, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => source.ReadRows(99, 2));
    }

    [Fact]
    public void FromArray_NotAMultipleOfTheDimension_Throws()
        => Assert.Throws<ArgumentException>(() => VectorSource.FromArray(new float[5], 2));

    [Fact]
    public void Sample_FewerThanThereAre_GivesDistinctRowsInOrder()
    {
        using VectorSource source = VectorSource.FromArray(s_vectors, 2);
        float[] sample = source.Sample(30);
        Assert.Equal(60, sample.Length);
        for (int row = 0; row < 30; row++)
            Assert.Equal(sample[2 * row], sample[2 * row + 1]);
        for (int row = 1; row < 30; row++)
            Assert.True(sample[2 * row] > sample[2 * row - 2]);
        Assert.Equal(sample, source.Sample(30));
        Assert.NotEqual(sample, source.Sample(30, seed: 1));
    }

    [Fact]
    public void Sample_EachRow_IsEquallyLikely()
    {
        using VectorSource source = VectorSource.FromArray([0, 1, 2, 3], 1);
        var counts = new int[4];
        for (int seed = 0; seed < 4000; seed++)
        {
            foreach (float row in source.Sample(2, seed))
                counts[(int)row]++;
        }
        // 2,000 expected, standard deviation 32.
        Assert.All(counts, count => Assert.InRange(count, 1840, 2160));
    }

    [Fact]
    public void Sample_MoreThanThereAre_GivesAll()
    {
        using VectorSource source = VectorSource.FromArray(s_vectors, 2);
        Assert.Equal(s_vectors, source.Sample(1000));
    }
}
