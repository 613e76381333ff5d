namespace FaissNet.Testing;

/// <summary>A file of a type that no golden file has, made of the parts of golden files: most in formats that FAISS reads and no longer writes.</summary>
/// <param name="Bytes">The file.</param>
/// <param name="Saved">What the C# engine writes of it.</param>
/// <param name="Equal">A file of another type, or of today's format, that gives the same answers.</param>
public sealed record OldFile(byte[] Bytes, byte[] Saved, byte[] Equal)
{
    /// <summary>The four letters of the type, or of what is special in it, and the metric where there are two.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        "IxFl L2", "IxFl IP", "IxPo", "IxPQ", "IwSQ", "IvFl", "IvFL", "IvPQ", "IvSQ", "IxHE", "PcAm", "PCAm", "IHNs", "IHNp", "IBFf",
        "Irfs L2", "Irfs IP", "Iwrf L2", "Iwrf IP",
    ];

    /// <summary>The vectors and queries of all of them.</summary>
    public static GoldenFile Data { get; } = GoldenFiles.Get("1.7.3/Flat_l2");

    /// <summary>Whether FAISS's binary reader reads it.</summary>
    public static bool IsBinary(string name) => name[1] == 'B';

    public static OldFile Get(string name) => name switch
    {
        "IxFl L2" => Of("1.7.3/Flat_l2", today => OldFormats.Rename(today, "IxFl")),
        "IxFl IP" => Of("1.7.3/Flat_ip", today => OldFormats.Rename(today, "IxFl")),
        "IxPo" or "IxPQ" => Of("1.7.3/PQ4x4np_l2", today => OldFormats.Pq(today, name)),
        "IwSQ" => Of("1.7.3/IVF8_SQ8_l2", OldFormats.ScalarLists),
        "IvFl" => Of("1.7.3/IVF8_Flat_l2", today => OldFormats.Lists(today, name)),
        "IvFL" => Of("1.7.3/IVF8_Flat_ip", today => OldFormats.Lists(today, name)),
        "IvPQ" => Of("1.7.3/IVF8_PQ8x4np_l2", today => OldFormats.Lists(today, name)),
        "IvSQ" => Of("1.7.3/IVF8_SQ8_ip", today => OldFormats.Lists(today, name)),
        "IxHE" => Same(OldFormats.Lsh(isOld: true, 32, 600), OldFormats.Lsh(isOld: false, 32, 600)),
        "PcAm" or "PCAm" => Of("1.7.3/PCA16_Flat_l2", today => OldFormats.Pca(today, name)),
        "IHNs" => Graph(name, "1.7.3/SQ8_l2"),
        "IHNp" => Graph(name, "1.7.3/PQ8np_l2"),
        "IBFf" => Whole(OldFormats.FromFloat(Read("1.7.3/BFlat")), Read("1.7.3/BFlat")),
        "Irfs L2" => Of("1.15.0/RaBitQfs_l2", OldFormats.RaBitQFastScan),
        "Irfs IP" => Of("1.15.0/RaBitQfs_ip", OldFormats.RaBitQFastScan),
        "Iwrf L2" => Of("1.15.0/IVF8_RaBitQfs_l2", OldFormats.RaBitQFastScanLists),
        "Iwrf IP" => Of("1.15.0/IVF8_RaBitQfs_ip", OldFormats.RaBitQFastScanLists),
        _ => throw new ArgumentException($"There is no file \"{name}\".", nameof(name)),
    };

    private static OldFile Of(string key, Func<byte[], byte[]> change)
    {
        byte[] today = Read(key);
        return Same(change(today), today);
    }

    private static OldFile Same(byte[] old, byte[] today) => new(old, today, today);

    private static OldFile Whole(byte[] file, byte[] equal) => new(file, file, equal);

    /// <summary>Looks at so many candidates that it finds all that its storage finds.</summary>
    private static OldFile Graph(string fourcc, string storageKey)
    {
        byte[] storage = Read(storageKey);
        return Whole(OldFormats.GraphOver(Read("1.7.3/HNSW8_Flat_l2"), storage, fourcc, efSearch: 600), storage);
    }

    private static byte[] Read(string key) => File.ReadAllBytes(GoldenFiles.Get(key).IndexPath);
}
