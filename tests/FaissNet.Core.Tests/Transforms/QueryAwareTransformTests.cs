namespace FaissNet.Transforms;

public sealed class QueryAwareTransformTests
{
    private const int Dimension = 16;

    [Fact]
    public void Apply_OnBothSides_KeepsInnerProducts()
    {
        (float[] stored, float[] queries) = Data();
        var transform = new QueryAwareTransform(Dimension);
        transform.Train(stored, Learning(queries));
        float[] x = transform.Apply(stored), q = transform.ApplyToQueries(queries);
        for (int i = 0; i < 50; i++)
        {
            double before = Dot(queries, stored, i), after = Dot(q, x, i);
            Assert.Equal(before, after, 1e-3 * Math.Max(1, Math.Abs(before)));
        }
        float[] back = transform.ReverseApply(x);
        for (int i = 0; i < back.Length; i++)
            Assert.Equal(stored[i], back[i], 1e-3f);
    }

    [Fact]
    public void Train_QueriesLookInAFewDirections_FindsMoreOfTheNeighbours()
    {
        (float[] stored, float[] queries) = Data();
        using VectorIndex plain = VectorIndex.Create(Dimension, "RR,PQ4x4np", Metric.InnerProduct);
        using VectorIndex aware = VectorIndex.Create(Dimension, "QueryAware4,RR,PQ4x4np", Metric.InnerProduct);
        var transform = (QueryAwareTransform)((PreTransformIndex)aware).Transforms[0];
        double recallPlain = Recall(plain, stored, queries), recallAware = Recall(aware, stored, queries);
        Assert.InRange(transform.Power, 0.125f, 0.5f);
        Assert.True(recallAware > recallPlain + 0.1, $"{recallAware} with it, {recallPlain} without");
    }

    [Fact]
    public void Train_TooFewQueriesToTry_StaysOff()
    {
        (float[] stored, float[] queries) = Data();
        var transform = new QueryAwareTransform(Dimension);
        transform.Train(stored, Learning(queries[..(8 * Dimension)]));
        Assert.Equal(0, transform.Power);
        float[] same = transform.Apply(stored);
        for (int i = 0; i < same.Length; i++)
            Assert.Equal(stored[i], same[i], 1e-4f);
    }

    /// <summary>Queries that look everywhere alike have no moment to learn, and what a trial finds more by chance is no reason.</summary>
    [Fact]
    public void Train_QueriesOfNoDirection_StaysOff()
    {
        var random = new Random(9);
        var stored = new float[1000 * Dimension];
        var queries = new float[400 * Dimension];
        for (int i = 0; i < stored.Length; i++)
            stored[i] = Normal(random);
        for (int i = 0; i < queries.Length; i++)
            queries[i] = Normal(random);
        var transform = new QueryAwareTransform(Dimension, codeBytes: 4);
        transform.Train(stored, Learning(queries));
        Assert.Equal(0, transform.Power);
    }

    [Fact]
    public void Train_NoQueries_Throws()
        => Assert.Throws<ArgumentException>(() => new QueryAwareTransform(Dimension).Train(Data().Stored));

    [Fact]
    public void Save_AndLoad_AnswersTheSame()
    {
        (float[] stored, float[] queries) = Data();
        using VectorIndex index = VectorIndex.Create(Dimension, "Modality,QueryAware,SQ8", Metric.InnerProduct);
        index.Train(stored, Learning(queries));
        index.Add(stored);
        using var file = new MemoryStream();
        index.Save(file);
        file.Position = 0;
        using VectorIndex loaded = VectorIndex.Load(file);
        Assert.Equal("Modality,QueryAware,SQ8", loaded.Description);
        Assert.Equal(index.Search(queries, 5).Distances, loaded.Search(queries, 5).Distances);
        Assert.Equal(index.Search(queries, 5).Ids, loaded.Search(queries, 5).Ids);
        using var again = new MemoryStream();
        loaded.Save(again);
        Assert.Equal(file.ToArray(), again.ToArray());
    }

    private static double Recall(VectorIndex index, float[] stored, float[] queries)
    {
        index.Train(stored, Learning(queries));
        index.Add(stored);
        using var exact = new FlatIndex(Dimension, Metric.InnerProduct);
        exact.Add(stored);
        // Queries that were not learned from.
        float[] heldOut = queries[(300 * Dimension)..];
        SearchResult<float> expected = exact.Search(heldOut, 10), found = index.Search(heldOut, 10);
        int hits = 0;
        for (int q = 0; q < heldOut.Length / Dimension; q++)
            hits += expected.IdsOf(q).ToArray().Intersect(found.IdsOf(q).ToArray()).Count();
        return hits / (double)expected.Ids.Length;
    }

    private static BuildOptions Learning(float[] queries)
        => new() { Queries = [new QuerySample(queries.AsMemory(0, Math.Min(queries.Length, 300 * Dimension)))] };

    /// <summary>Vectors that vary in all directions alike, and queries that look along four of them.</summary>
    private static (float[] Stored, float[] Queries) Data()
    {
        var random = new Random(3);
        var stored = new float[1000 * Dimension];
        var queries = new float[400 * Dimension];
        for (int i = 0; i < stored.Length; i++)
            stored[i] = Normal(random);
        for (int i = 0; i < queries.Length; i++)
            queries[i] = Normal(random) * (i % Dimension < 4 ? 1 : 0.05f);
        return (stored, queries);
    }

    private static double Dot(float[] a, float[] b, int row)
    {
        double sum = 0;
        for (int i = row * Dimension; i < (row + 1) * Dimension; i++)
            sum += (double)a[i] * b[i];
        return sum;
    }

    private static float Normal(Random random)
        => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
