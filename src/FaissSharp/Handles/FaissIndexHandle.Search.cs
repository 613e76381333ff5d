namespace FaissSharp;

public sealed unsafe partial class FaissIndexHandle
{
    /// <summary>
    /// The k nearest vectors of each of n queries (n × d), best first; distances and ids are n × k, −1 where one is missing.
    /// </summary>
    public void Search(ReadOnlySpan<float> x, int k, Span<float> distances, Span<long> ids, in FaissSearchParameters parameters = default)
    {
        int n = Shape.Rows(x.Length, Dimension, nameof(x));
        Shape.Length(distances.Length, (long)n * k, nameof(distances));
        Shape.Length(ids.Length, (long)n * k, nameof(ids));
        using var native = new NativeSearchParameters(parameters);
        faissnet_search_params value = native.Value;
        fixed (float* pointer = x)
        fixed (float* distancePointer = distances)
        fixed (long* idPointer = ids)
            native.Check(FaissNative.faissnet_index_search(this, n, pointer, k, &value, distancePointer, idPointer));
    }

    /// <summary>All vectors nearer to n queries (n × d) than a radius.</summary>
    public FaissRangeResultHandle RangeSearch(ReadOnlySpan<float> x, float radius, in FaissSearchParameters parameters = default)
    {
        int n = Shape.Rows(x.Length, Dimension, nameof(x));
        using var native = new NativeSearchParameters(parameters);
        faissnet_search_params value = native.Value;
        fixed (float* pointer = x)
        {
            native.Check(
                FaissNative.faissnet_index_range_search(this, n, pointer, radius, &value, out FaissRangeResultHandle result));
            return result;
        }
    }

    /// <summary>The vector stored under an id, as its code decodes: d components.</summary>
    public void Reconstruct(long id, Span<float> x)
    {
        Shape.Length(x.Length, Dimension, nameof(x));
        fixed (float* pointer = x)
            NativeStatus.Check(FaissNative.faissnet_index_reconstruct(this, id, pointer));
    }

    /// <summary>The vectors stored under the ids from <paramref name="first"/> on, as many as fit: n × d.</summary>
    public void ReconstructRange(long first, Span<float> x)
    {
        int n = Shape.Rows(x.Length, Dimension, nameof(x));
        fixed (float* pointer = x)
            NativeStatus.Check(FaissNative.faissnet_index_reconstruct_range(this, first, n, pointer));
    }
}
