using FaissNet.Storage;

namespace FaissNet;

public sealed partial class LshIndex
{
    private protected override CodeScanner CreateScanner() => new HammingScanner(this);

    private protected override unsafe void SearchCore(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        using var codes = new Scratch<byte>(queries.Count, CodeSize);
        using var bits = new Scratch<int>(distances.Count, distances.Width);
        EncodeQueries(queries, codes.Rows, options);
        HammingSearch.Search(Codes, codes.Rows, bits.Rows, ids, options);
        long count = distances.Count * distances.Width;
        for (long i = 0; i < count; i++)
            distances.Pointer[i] = bits.Pointer[i] == int.MaxValue ? float.MaxValue : bits.Pointer[i];
    }

    /// <summary>Codes of queries; on one thread it allocates nothing once warm.</summary>
    internal void EncodeQueries(Rows<float> queries, Rows<byte> codes, SearchOptions options)
    {
        using var components = new Scratch<float>(queries.Count, NBits);
        Prepare(queries, components.Rows, options.MaxDegreeOfParallelism, options.CancellationToken);
        Quantizer.EncodeQueries(components.Rows, codes, options);
    }
}
