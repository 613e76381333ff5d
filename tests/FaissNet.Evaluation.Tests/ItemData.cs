namespace FaissNet.Evaluation.Tests;

/// <summary>500 items, four stored vectors each around a centre, and queries around the same centres, in clusters that overlap.</summary>
internal static class ItemData
{
    private const int Items = 500;
    private const int StoredPerItem = 4;

    public static RetrievalDataSet Create(int dimension, int queries)
    {
        float[] centres = TestVectors.Random(Items, dimension, 1);
        long[] items = [.. Enumerable.Range(0, Items * StoredPerItem).Select(i => (long)(i % Items))];
        long[] queryItems = [.. Enumerable.Range(0, queries).Select(i => (long)(i % Items))];
        return RetrievalDataSet.FromItems(
            Around(items, 0.7f, 2), Around(queryItems, 1.2f, 3), Metric.InnerProduct, items, queryItems);

        VectorSource Around(long[] of, float noise, int seed)
        {
            float[] vectors = TestVectors.Random(of.Length, dimension, seed);
            for (int i = 0; i < vectors.Length; i++)
                vectors[i] = noise * vectors[i] + centres[(int)of[i / dimension] * dimension + i % dimension];
            return VectorSource.FromArray(vectors, dimension);
        }
    }
}
