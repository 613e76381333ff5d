namespace FaissNet.Transforms;

/// <summary>Stored vectors and queries like those of a two-tower encoder: each side in a cone of its own, matched pairs close beneath the shift.</summary>
internal sealed class TwoModalities
{
    public const int Dimension = 32;

    public TwoModalities(int stored = 600, int queries = 400, float queryShift = 1)
    {
        var random = new Random(5);
        float[] storedShift = Shift(random), shift = Shift(random);
        Stored = new float[stored * Dimension];
        Queries = new float[queries * Dimension];
        var meanings = new float[stored * Dimension];
        for (int i = 0; i < Stored.Length; i++)
        {
            meanings[i] = Normal(random);
            Stored[i] = meanings[i] + storedShift[i % Dimension];
        }
        for (int i = 0; i < Queries.Length; i++)
            Queries[i] = meanings[i] + 0.9f * Normal(random) + queryShift * shift[i % Dimension];
    }

    /// <summary>Stored vectors; vector i means what query i asks for.</summary>
    public float[] Stored { get; }

    public float[] Queries { get; }

    /// <summary>The first half of the queries, to learn from.</summary>
    public BuildOptions Learning => new() { Queries = [new QuerySample(Queries.AsMemory(0, Queries.Length / 2))] };

    /// <summary>The second half, to measure with.</summary>
    public ReadOnlySpan<float> HeldOut => Queries.AsSpan(Queries.Length / 2);

    /// <summary>Share of held-out queries whose answer comes first.</summary>
    public double Recall(VectorIndex index)
    {
        SearchResult<float> found = index.Search(HeldOut, 1);
        int first = Queries.Length / 2 / Dimension, hits = 0;
        for (int q = 0; q < found.Ids.Length; q++)
            hits += found.Ids[q] == first + q ? 1 : 0;
        return (double)hits / found.Ids.Length;
    }

    private static float[] Shift(Random random)
    {
        var shift = new float[Dimension];
        for (int i = 0; i < Dimension; i++)
            shift[i] = 1.5f * Normal(random);
        return shift;
    }

    private static float Normal(Random random)
        => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
