namespace FaissSharp;

public sealed unsafe partial class FaissBinaryIndexHandle
{
    /// <summary>
    /// The k nearest vectors of each of n queries (n × d / 8 bytes), best first; distances and ids are n × k, −1 where one is missing.
    /// </summary>
    public void Search(ReadOnlySpan<byte> x, int k, Span<int> distances, Span<long> ids, in FaissSearchParameters parameters = default)
    {
        int n = Shape.Rows(x.Length, Dimension / 8, nameof(x));
        Shape.Length(distances.Length, (long)n * k, nameof(distances));
        Shape.Length(ids.Length, (long)n * k, nameof(ids));
        using var native = new NativeSearchParameters(parameters);
        faissnet_search_params value = native.Value;
        fixed (byte* pointer = x)
        fixed (int* distancePointer = distances)
        fixed (long* idPointer = ids)
            native.Check(FaissNative.faissnet_binary_index_search(this, n, pointer, k, &value, distancePointer, idPointer));
    }

    /// <summary>All vectors with fewer differing bits to n queries (n × d / 8 bytes) than a radius.</summary>
    public FaissRangeResultHandle RangeSearch(ReadOnlySpan<byte> x, int radius, in FaissSearchParameters parameters = default)
    {
        int n = Shape.Rows(x.Length, Dimension / 8, nameof(x));
        using var native = new NativeSearchParameters(parameters);
        faissnet_search_params value = native.Value;
        fixed (byte* pointer = x)
        {
            native.Check(
                FaissNative.faissnet_binary_index_range_search(this, n, pointer, radius, &value, out FaissRangeResultHandle result));
            return result;
        }
    }

    /// <summary>The vector stored under an id: d / 8 bytes.</summary>
    public void Reconstruct(long id, Span<byte> x)
    {
        Shape.Length(x.Length, Dimension / 8, nameof(x));
        fixed (byte* pointer = x)
            NativeStatus.Check(FaissNative.faissnet_binary_index_reconstruct(this, id, pointer));
    }
}
