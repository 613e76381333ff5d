using FaissNet.Storage;

namespace FaissNet;

public sealed partial class PqIndex
{
    private protected override void SearchCore(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        // Such files are rare: FAISS's factory never makes them. Other distances than the file asks for would be a silent lie.
        if (SearchType != 0)
        {
            throw new NotSupportedException(
                $"The index asks for FAISS's search type {SearchType} (Hamming, symmetric or polysemous), but the C# engine compares asymmetrically (type 0); "
                + "the native engine has all.");
        }
        base.SearchCore(queries, distances, ids, options);
    }
}
