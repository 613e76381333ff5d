namespace FaissNet.Testing;

/// <summary>An index that FAISS wrote, with the answers that FAISS gives.</summary>
/// <param name="Folder">Folder of the version that wrote it, e.g. <c>…/faiss-1.7.3</c>.</param>
/// <param name="Name">File name without extension, e.g. <c>IVF8_PQ8np_ip</c>.</param>
/// <param name="Factory">The factory string, e.g. <c>IVF8,PQ8np</c>.</param>
/// <param name="MetricName"><c>l2</c>, <c>ip</c> or <c>hamming</c>.</param>
/// <param name="IsBinary">Whether FAISS's binary reader reads it.</param>
public sealed record GoldenFile(string Folder, string Name, string Factory, string MetricName, bool IsBinary)
{
    /// <summary>The lists that the recorded search visited; null without inverted lists.</summary>
    public int? NProbe { get; init; }

    /// <summary>The message with which FAISS refused to reconstruct; null where it did not.</summary>
    public string? NoReconstruct { get; init; }

    /// <summary>What <see cref="GoldenFiles.Get"/> takes, e.g. <c>1.7.3/IVF8_PQ8np_ip</c>.</summary>
    public string Key => $"{Version}/{Name}";

    /// <summary>The version of FAISS that wrote it.</summary>
    public string Version => Path.GetFileName(Folder)["faiss-".Length..];

    /// <summary>The index itself.</summary>
    public string IndexPath => Path.Combine(Folder, Name + ".faiss");

    public NpyArray<long> Ids => NpyArray<long>.Read(Path.Combine(Folder, Name + ".I.npy"));

    public NpyArray<float> Distances => NpyArray<float>.Read(Path.Combine(Folder, Name + ".D.npy"));

    public NpyArray<int> HammingDistances => NpyArray<int>.Read(Path.Combine(Folder, Name + ".D.npy"));

    /// <summary>Reconstructions of the ids 0 to 4; only where <see cref="NoReconstruct"/> is null.</summary>
    public NpyArray<float> Reconstructed => NpyArray<float>.Read(Path.Combine(Folder, Name + ".R.npy"));

    public NpyArray<byte> ReconstructedBits => NpyArray<byte>.Read(Path.Combine(Folder, Name + ".R.npy"));

    public NpyArray<float> Base => NpyArray<float>.Read(Path.Combine(Folder, "base.npy"));

    public NpyArray<float> Queries => NpyArray<float>.Read(Path.Combine(Folder, "queries.npy"));

    public NpyArray<byte> Bits => NpyArray<byte>.Read(Path.Combine(Folder, "bits.npy"));

    public NpyArray<byte> BitQueries => NpyArray<byte>.Read(Path.Combine(Folder, "bit_queries.npy"));
}
