namespace FaissNet.Tests.Contract;

/// <summary>
/// The verbs of an index with good and bad arguments. Each gets an index of its own with 200 vectors and says what came of it.
/// </summary>
internal static class Operations
{
    public const int Dimension = 16;

    public const int Count = 200;

    private static readonly SearchOptions s_allLists = new() { NProbe = 4, RefineFactor = 10 };

    private static readonly Dictionary<string, Func<VectorIndex, VectorIndex, Outcome>> s_operations = new()
    {
        ["properties"] = (index, _) => Outcome.Of($"{index.Count} {index.Dimension} {index.Metric} {index.IsTrained} {index.CodeSize}"),
        ["search"] = (index, _) => Search(index, Vectors(5, seed: 9), 3),
        ["search for more than there are"] = (index, _) => Search(index, Vectors(1, seed: 9), Count + 10),
        ["search k = 0"] = (index, _) => Search(index, Vectors(1), 0),
        ["search with NaN"] = (index, _) => Search(index, [float.NaN, .. Vectors(1).AsSpan(1)], 1),
        ["range search"] = (index, _) => RangeSearch(index, refineFactor: null),
        ["range search with a refine factor"] = (index, _) => RangeSearch(index, refineFactor: 2),
        ["reset"] = (index, _) =>
        {
            index.Reset();
            return Outcome.Of($"{index.Count} {index.IsTrained} {Search(index, Vectors(1), 2).Text}");
        },
        ["train with vectors inside"] = (index, _) => Do(() => index.Train(Vectors(Count))),
        ["add"] = (index, _) =>
        {
            index.Add(Vectors(3, seed: 9));
            return Outcome.Of($"{index.Count} {Search(index, Vectors(3, seed: 9), 1).Text}");
        },
        ["add with ids"] = (index, _) =>
        {
            index.AddWithIds(Vectors(3, seed: 9), [70_000_000_000, 8, -7]);
            return Outcome.Of($"{index.Count} {Search(index, Vectors(3, seed: 9), 1).Text}");
        },
        ["add no vectors with no ids"] = (index, _) => Do(() => index.AddWithIds([], [])),
        ["add with the id -1"] = (index, _) => Do(() => index.AddWithIds(Vectors(1), [-1])),
        ["reconstruct unknown"] = (index, _) => Outcome.Of("vector", index.Reconstruct(5_000)),
        ["reconstruct negative"] = (index, _) => Outcome.Of("vector", index.Reconstruct(-5)),
        ["encode and decode"] = EncodeAndDecode,
        ["decode wrong length"] = (index, _) => Do(() => index.Decode(new byte[index.CodeSize], new float[Dimension + 1])),
        ["remove"] = (index, _) =>
        {
            long removed = index.Remove(IdFilter.Where(id => id % 3 == 0));
            return Outcome.Of($"{removed} {index.Count} {Search(index, Vectors(5, seed: 9), 3).Text}");
        },
        ["merge"] = (index, other) =>
        {
            index.Merge(other, Shift(index));
            return Outcome.Of($"{index.Count} {other.Count} {Search(index, Vectors(5, seed: 9), 1).Text}");
        },
        ["search and reconstruct"] = (index, _) =>
        {
            SearchResult<float> result = index.SearchAndReconstruct(Vectors(3, seed: 9), 4, out float[] vectors, s_allLists);
            return Outcome.Of(string.Join(' ', result.Ids), vectors);
        },
        ["search with nprobe per query"] = (index, _) =>
        {
            SearchResult<float> result = index.Search(Vectors(4, seed: 9), 3, new SearchOptions { NProbes = new[] { 1, 4, 4, 2 }, RefineFactor = 10 });
            return Outcome.Of(result.Ids, result.Distances);
        },
        ["search with nprobe for too few queries"] = (index, _) =>
            Do(() => index.Search(Vectors(4, seed: 9), 3, new SearchOptions { NProbes = new[] { 1, 4 } })),
        ["clone"] = (index, _) =>
        {
            using VectorIndex copy = index.Clone();
            index.Reset();
            return Outcome.Of($"{copy.Engine == index.Engine} {copy.Count} {Search(copy, Vectors(5, seed: 9), 1).Text}");
        },
        ["shrink"] = (index, _) =>
        {
            index.Shrink();
            return Search(index, Vectors(5, seed: 9), 1);
        },
        ["set an unknown parameter"] = (index, _) => Do(() => index.SetParameters("wrong=3")),
        ["set parameters wrongly"] = (index, _) => Do(() => index.SetParameters("nprobe:3")),
        ["update with an id twice"] = (index, _) => index.Update(Vectors(2), [3, 3]) is var n ? Outcome.Of($"{n}") : Outcome.Of(""),
        ["merge with itself"] = (index, _) => Do(() => index.Merge(index)),
        ["merge with another type"] = (index, _) =>
        {
            using VectorIndex other = FaissIndex.Create(Dimension, "SQ6", index.Metric, index.Engine);
            other.Train(Vectors(Count));
            index.Merge(other);
            return Outcome.Of("merged");
        },
    };

    public static IEnumerable<string> Names => s_operations.Keys;

    /// <param name="name">Which operation.</param>
    /// <param name="index">The index that it works on.</param>
    /// <param name="other">Another one of the same training, for merging.</param>
    public static Outcome Run(string name, VectorIndex index, VectorIndex other) => Outcome.Run(() => s_operations[name](index, other));

    public static float[] Vectors(int count, int seed = 1) => TestVectors.Clustered(count, Dimension, 8, seed);

    private static Outcome Search(VectorIndex index, float[] queries, int k)
    {
        SearchResult<float> result = index.Search(queries, k, s_allLists);
        return Outcome.Of(result.Ids, result.Distances);
    }

    private static Outcome RangeSearch(VectorIndex index, float? refineFactor)
    {
        float radius = index.Metric == Metric.L2 ? 1 : 2;
        RangeSearchResult<float> result = index.RangeSearch(Vectors(2, seed: 9), radius, s_allLists with { RefineFactor = refineFactor });
        return Outcome.Of([.. result.Limits, .. result.IdsOf(0).ToArray().Order(), .. result.IdsOf(1).ToArray().Order()]);
    }

    private static Outcome EncodeAndDecode(VectorIndex index, VectorIndex other)
    {
        float[] vectors = Vectors(4, seed: 9);
        var codes = new byte[4 * index.CodeSize];
        var decoded = new float[vectors.Length];
        index.Encode(vectors, codes);
        index.Decode(codes, decoded);
        return Outcome.Of(Convert.ToHexString(codes), decoded);
    }

    private static Outcome Do(Action action)
    {
        action();
        return Outcome.Of("done");
    }

    // Inverted files keep ids, which must not meet; the others number on. A refine index numbers on whatever its base is.
    private static long Shift(VectorIndex index)
        => index.Description.StartsWith("IVF", StringComparison.Ordinal) && !index.Description.EndsWith("RFlat", StringComparison.Ordinal)
            ? 1000
            : 0;
}
