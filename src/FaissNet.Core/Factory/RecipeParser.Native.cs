namespace FaissNet.Factory;

internal readonly ref partial struct RecipeParser
{
    /// <summary>What FAISS's grammar knows and the C# engine lacks: how such a part begins, and what it is.</summary>
    private static readonly (string Prefix, string What)[] s_native =
    [
        ("PCA", "spectral hashes are not in it"),
        ("ITQ", "spectral hashes are not in it"),
        ("SH", "spectral hashes are not in it"),
        ("HNSW", "it searches graphs, but does not build them"),
        ("NSG", "graphs are not in it"),
        ("RQ", "additive quantizers are not in it"),
        ("LSQ", "additive quantizers are not in it"),
        ("PRQ", "additive quantizers are not in it"),
        ("PLSQ", "additive quantizers are not in it"),
        ("RCQ", "additive quantizers are not in it"),
        ("LSCQ", "additive quantizers are not in it"),
        ("ZnLattice", "lattices are not in it"),
        ("EDEN", "EDEN is not in it"),
        ("MinMax", "normalization per row is not in it"),
        ("IMI", "multi-indexes are not in it"),
        ("Residual", "two-level codes are not in it"),
        ("FlatDedup", "lists that drop duplicates are not in it"),
        ("FlatL2Panorama", "Panorama is not in it"),
        ("FlatIPPanorama", "Panorama is not in it"),
        ("FlatPanorama", "Panorama is not in it"),
        ("SQ0", "this scalar type is not in it"),
        ("SQtq", "this scalar type is not in it"),
    ];

    private static void ThrowIfOnlyNative(ReadOnlySpan<char> part)
    {
        foreach ((string prefix, string what) in s_native)
        {
            if (part.StartsWith(prefix, StringComparison.Ordinal))
                throw NotHere(part, what);
        }
    }

    private static NotSupportedException NotHere(ReadOnlySpan<char> part, string what)
        => new($"The C# engine cannot make \"{part}\", because {what}; the native engine (FAISS) may.");
}
