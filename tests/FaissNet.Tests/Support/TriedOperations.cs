namespace FaissNet.Tests.Support;

/// <summary>Which operations an engine has for a kind of index, found by trying them on a small one.</summary>
internal static class TriedOperations
{
    private const int Dimension = 32;
    private const int Count = 300;

    private static readonly (string Name, Action<VectorIndex> Try)[] s_vectorOperations =
    [
        ("search", index => index.Search(Vectors(1), 2)),
        ("filter", index => index.Search(Vectors(1), 2, new SearchOptions { Filter = IdFilter.Range(0, 9) })),
        ("range", index => index.RangeSearch(Vectors(1), 1)),
        ("reconstruct", index => index.Reconstruct(3)),
        ("with vectors", index => index.SearchAndReconstruct(Vectors(1), 2, out _)),
        ("own ids", index => index.AddWithIds(Vectors(1), [5000])),
        ("remove", index => index.Remove(IdFilter.Of(3))),
        ("update", index => index.Update(Vectors(1), [3])),
        ("merge", index =>
        {
            using VectorIndex other = index.Clone();
            other.Reset();
            index.Merge(other);
        }),
        ("codec", index =>
        {
            var code = new byte[index.CodeSize];
            index.Encode(Vectors(1), code);
            index.Decode(code, new float[Dimension]);
        }),
        ("save", index => index.Save(Stream.Null)),
        ("clone", index => index.Clone().Dispose()),
    ];

    private static readonly (string Name, Action<BinaryIndex> Try)[] s_binaryOperations =
    [
        ("search", index => index.Search(Bits(1), 2)),
        ("filter", index => index.Search(Bits(1), 2, new SearchOptions { Filter = IdFilter.Range(0, 9) })),
        ("range", index => index.RangeSearch(Bits(1), 3)),
        ("reconstruct", index => index.Reconstruct(3)),
        ("own ids", index => index.AddWithIds(Bits(1), [5000])),
        ("remove", index => index.Remove(IdFilter.Of(3))),
        ("merge", index =>
        {
            using BinaryIndex other = index.Clone();
            other.Reset();
            index.Merge(other);
        }),
        ("save", index => index.Save(Stream.Null)),
        ("clone", index => index.Clone().Dispose()),
    ];

    /// <summary>The columns: building, then each operation, then mapping the file into memory.</summary>
    public static IReadOnlyList<string> Names { get; } = ["build", .. s_vectorOperations.Select(operation => operation.Name), "map"];

    public static bool[] OfVectors(string factory, Engine engine)
    {
        using var file = new TemporaryFile();
        using VectorIndex? built = Build(() => FaissIndex.Create(Dimension, factory, Metric.L2, engine), Fill);
        bool hasFile = Save(built, file.Path) || Save(Build(() => FaissIndex.Create(Dimension, factory, Metric.L2, Other(engine)), Fill), file.Path);
        Assert.True(hasFile, $"Neither engine makes {factory}.");
        var tried = new bool[Names.Count];
        tried[0] = built is not null;
        foreach ((string name, Action<VectorIndex> attempt) in s_vectorOperations)
            tried[Column(name)] = Works(() => FaissIndex.Load(file.Path, engine), attempt);
        tried[^1] = Works(() => FaissIndex.Load(file.Path, new LoadOptions { MemoryMap = true }, engine), index => _ = index.Search(Vectors(1), 1));
        return tried;

        static void Fill(VectorIndex index)
        {
            float[] vectors = Vectors(Count);
            index.Train(vectors, new BuildOptions { MaxDegreeOfParallelism = 1 }); // so small that threads only wait for each other
            if (index.Description.StartsWith("IDMap", StringComparison.Ordinal))
                index.AddWithIds(vectors, [.. Enumerable.Range(0, Count).Select(i => (long)i)]);
            else
                index.Add(vectors);
        }

        static bool Save(VectorIndex? index, string path)
        {
            using VectorIndex? saved = index;
            saved?.Save(path);
            return saved is not null;
        }
    }

    public static bool[] OfBits(string factory, Engine engine)
    {
        using var file = new TemporaryFile();
        using BinaryIndex? built = Build(() => FaissIndex.CreateBinary(Dimension, factory, engine), Fill);
        bool hasFile = Save(built, file.Path) || Save(Build(() => FaissIndex.CreateBinary(Dimension, factory, Other(engine)), Fill), file.Path);
        Assert.True(hasFile, $"Neither engine makes {factory}.");
        var tried = new bool[Names.Count];
        tried[0] = built is not null;
        foreach ((string name, Action<BinaryIndex> attempt) in s_binaryOperations)
            tried[Column(name)] = Works(() => FaissIndex.LoadBinary(file.Path, engine), attempt);
        tried[^1] = Works(() => FaissIndex.LoadBinary(file.Path, new LoadOptions { MemoryMap = true }, engine), index => _ = index.Search(Bits(1), 1));
        return tried;

        static void Fill(BinaryIndex index)
        {
            byte[] bits = Bits(Count);
            index.Train(bits, new BuildOptions { MaxDegreeOfParallelism = 1 });
            index.Add(bits);
        }

        static bool Save(BinaryIndex? index, string path)
        {
            using BinaryIndex? saved = index;
            saved?.Save(path);
            return saved is not null;
        }
    }

    private static T? Build<T>(Func<T> create, Action<T> fill)
        where T : class
    {
        try
        {
            T index = create();
            fill(index);
            return index;
        }
        catch (NotSupportedException)
        {
            return null;
        }
    }

    private static bool Works<T>(Func<T> load, Action<T> attempt)
        where T : IDisposable
    {
        try
        {
            using T index = load();
            attempt(index);
            return true;
        }
        catch (NotSupportedException)
        {
            return false;
        }
    }

    private static Engine Other(Engine engine) => engine == Engine.Managed ? Engine.Native : Engine.Managed;

    private static int Column(string name)
    {
        for (int i = 0; i < Names.Count; i++)
        {
            if (Names[i] == name)
                return i;
        }
        throw new ArgumentException($"The table has no column \"{name}\".", nameof(name));
    }

    private static float[] Vectors(int count) => TestVectors.Clustered(count, Dimension, 8, seed: 1);

    private static byte[] Bits(int count)
    {
        var bits = new byte[count * Dimension / 8];
        new Random(3).NextBytes(bits);
        return bits;
    }
}
