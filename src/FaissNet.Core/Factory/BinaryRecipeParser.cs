using System.Globalization;

namespace FaissNet.Factory;

/// <summary>
/// Reads the strings of FAISS's binary factory: <c>BFlat</c>, <c>BIVF{n}[_HNSW{M}]</c>, <c>BHNSW{M}</c>, <c>BHash{b}</c>, <c>BHash{n}x{b}</c>, with an id map
/// in front or behind. FAISS ignores what follows; here that is an error, because "BIVF1k" would otherwise quietly mean one list.
/// </summary>
internal readonly ref struct BinaryRecipeParser(string text)
{
    private const string Types = "BFlat, BIVF{n}, BHNSW{M}, BHash{b} or BHash{n}x{b}";

    /// <summary>Reads the whole string.</summary>
    /// <exception cref="ArgumentException">It is not a string of the binary factory.</exception>
    /// <exception cref="NotSupportedException">It asks for what the C# engine does not have.</exception>
    public BinaryRecipe Parse() => ParseIndex(0, text.Length);

    private BinaryRecipe ParseIndex(int start, int end)
    {
        ReadOnlySpan<char> part = text.AsSpan(start, end - start);
        foreach (string map in (ReadOnlySpan<string>)["IDMap2", "IDMap"])
        {
            if (part.StartsWith(map + ",", StringComparison.Ordinal))
                return new BinaryIdMapRecipe(ParseIndex(start + map.Length + 1, end), map == "IDMap2");
            if (part.EndsWith("," + map, StringComparison.Ordinal))
                return new BinaryIdMapRecipe(ParseIndex(start, end - map.Length - 1), map == "IDMap2");
        }
        return ParseCode(start, end);
    }

    private BinaryRecipe ParseCode(int start, int end)
    {
        ReadOnlySpan<char> part = text.AsSpan(start, end - start);
        if (part.StartsWith("BFlat", StringComparison.Ordinal))
        {
            RequireEnd(start + "BFlat".Length, end);
            return new BinaryFlatRecipe();
        }
        if (part.StartsWith("BIVF", StringComparison.Ordinal))
            return ParseIvf(start + "BIVF".Length, end);
        if (part.StartsWith("BHNSW", StringComparison.Ordinal))
        {
            int at = start + "BHNSW".Length;
            ReadNumber(ref at, end, "M, the neighbours of a vector");
            RequireEnd(at, end);
            throw NotBuilt("a graph over binary vectors");
        }
        if (part.StartsWith("BHash", StringComparison.Ordinal))
            return ParseHash(start + "BHash".Length, end);
        string what = part.IsEmpty ? "there is nothing" : $"\"{part}\" stands";
        throw Wrong(start, $"{what} where one of {Types} should be");
    }

    private BinaryIvfRecipe ParseIvf(int at, int end)
    {
        int lists = ReadNumber(ref at, end, "the number of inverted lists");
        if (at < end && text.AsSpan(at, end - at).StartsWith("_HNSW", StringComparison.Ordinal))
        {
            at += "_HNSW".Length;
            ReadNumber(ref at, end, "M, the neighbours of a centroid");
            RequireEnd(at, end);
            throw NotBuilt("a graph over binary centroids");
        }
        RequireEnd(at, end);
        return new BinaryIvfRecipe(lists);
    }

    private BinaryRecipe ParseHash(int at, int end)
    {
        int first = ReadNumber(ref at, end, "the number of bits of the hash");
        if (at < end && text[at] == 'x')
        {
            at++;
            int bits = ReadNumber(ref at, end, "the number of bits of each hash", BinaryHashIndex.MaxBits);
            RequireEnd(at, end);
            return new BinaryMultiHashRecipe(first, bits);
        }
        RequireEnd(at, end);
        if (first > BinaryHashIndex.MaxBits)
            throw Wrong(at - 1, $"a hash has at most {BinaryHashIndex.MaxBits} bits");
        return new BinaryHashRecipe(first);
    }

    private int ReadNumber(ref int at, int end, string what, int most = int.MaxValue)
    {
        int first = at;
        while (at < end && char.IsAsciiDigit(text[at]))
            at++;
        if (at == first)
            throw Wrong(first, $"{what} is missing");
        if (!int.TryParse(text.AsSpan(first, at - first), NumberStyles.None, CultureInfo.InvariantCulture, out int number) || number > most)
            throw Wrong(first, $"{what} is too large");
        return number > 0 ? number : throw Wrong(first, $"{what} must be at least 1");
    }

    private void RequireEnd(int at, int end)
    {
        if (at < end)
            throw Wrong(at, $"\"{text.AsSpan(at, end - at)}\" follows, where the index should end");
    }

    private NotSupportedException NotBuilt(string what)
        => new($"The C# engine cannot make \"{text}\", because it searches {what} but does not build one; the native engine (FAISS) does.");

    private ArgumentException Wrong(int position, string what)
        => FactoryError.At("binary index description", text, position, what);
}
