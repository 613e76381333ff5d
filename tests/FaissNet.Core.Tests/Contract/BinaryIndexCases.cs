using System.Numerics;

namespace FaissNet.Contract;

/// <summary>The registry of binary indexes: every kind that the contract tests run over, by factory string.</summary>
internal static class BinaryIndexCases
{
    public const int Bits = 64;

    public const int Count = 600;

    private static readonly string[] s_descriptions =
    [
        "BFlat",
        "BIVF8",
        "BIVF1",
        "BHash6",
        "BHash4x6",
        "IDMap,BFlat",
        "IDMap2,BFlat",
        "IDMap2,BIVF8",
        "IDMap2,BHash6",
        "IDMap2,BHash4x6",
    ];

    public static TheoryData<string> All => [.. s_descriptions];

    public static bool HasIdMap(BinaryIndex index) => index is BinaryIdMapIndex;

    /// <summary>Few different bits around ten centres, so that lists have something to find and ties abound.</summary>
    public static byte[] Vectors(int count = Count, int seed = 1)
    {
        var centres = new byte[10 * Bits / 8];
        new Random(99).NextBytes(centres);
        var random = new Random(seed);
        var vectors = new byte[count * Bits / 8];
        for (int i = 0; i < count; i++)
        {
            Span<byte> vector = vectors.AsSpan(i * Bits / 8, Bits / 8);
            centres.AsSpan(i % 10 * Bits / 8, Bits / 8).CopyTo(vector);
            for (int flips = random.Next(12); flips > 0; flips--)
                vector[random.Next(vector.Length)] ^= (byte)(1 << random.Next(8));
        }
        return vectors;
    }

    public static ReadOnlySpan<byte> Row(byte[] vectors, long row) => vectors.AsSpan((int)row * Bits / 8, Bits / 8);

    public static BinaryIndex Trained(string description)
    {
        BinaryIndex index = BinaryIndex.Create(Bits, description);
        index.Train(Vectors());
        return index;
    }

    /// <summary>A trained index that holds <paramref name="count"/> vectors and looks at all of them.</summary>
    public static BinaryIndex Filled(string description, int count = Count)
    {
        BinaryIndex index = Trained(description);
        Add(index, Vectors(count));
        LookEverywhere(index);
        return index;
    }

    /// <summary>Adds vectors, with ids of the caller where the index wants them.</summary>
    public static void Add(BinaryIndex index, byte[] vectors, BuildOptions? options = null)
    {
        if (HasIdMap(index))
            index.AddWithIds(vectors, Ids(vectors.Length / index.CodeSize, index.Count), options);
        else
            index.Add(vectors, options);
    }

    /// <summary>The id under which <see cref="Add"/> stores the vector at a position.</summary>
    public static long IdAt(BinaryIndex index, long position) => HasIdMap(index) ? 1000 + (3 * position) : position;

    public static long[] Ids(int count, long first) => [.. Enumerable.Range(0, count).Select(i => 1000 + (3 * (first + i)))];

    public static void LookEverywhere(BinaryIndex index)
    {
        switch (index is BinaryIdMapIndex map ? map.Inner : index)
        {
            case BinaryIvfIndex ivf: ivf.NProbe = ivf.NList; break;
            case BinaryHashIndex hash: hash.NFlip = hash.Bits; break;
            case BinaryMultiHashIndex hash: hash.NFlip = hash.Bits; break;
        }
    }

    public static int Distance(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b)
    {
        int distance = 0;
        for (int i = 0; i < a.Length; i++)
            distance += BitOperations.PopCount((uint)(a[i] ^ b[i]));
        return distance;
    }

    /// <summary>Distance and id of everything, nearest first, equals by id.</summary>
    public static (int Distance, long Id)[] Ranked(BinaryIndex index, byte[] vectors, ReadOnlySpan<byte> query)
    {
        var ranked = new (int Distance, long Id)[vectors.Length / index.CodeSize];
        for (int i = 0; i < ranked.Length; i++)
            ranked[i] = (Distance(query, Row(vectors, i)), IdAt(index, i));
        Array.Sort(ranked);
        return ranked;
    }
}
