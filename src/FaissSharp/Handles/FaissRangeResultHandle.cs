namespace FaissSharp;

/// <summary>The hits of a range search, in memory of the native library.</summary>
public sealed unsafe class FaissRangeResultHandle : FaissHandle
{
    /// <summary>Copies the hits: those of query i are the entries limits[i] to limits[i + 1] − 1, in no particular order.</summary>
    /// <exception cref="FaissException">The native library refused.</exception>
    /// <exception cref="OverflowException">There are more hits than an array can hold.</exception>
    public void CopyTo(out long[] limits, out float[] distances, out long[] ids)
    {
        long queries;
        long* limitPointer;
        float* distancePointer;
        long* idPointer;
        NativeStatus.Check(FaissNative.faissnet_range_result_view(this, &queries, &limitPointer, &distancePointer, &idPointer));
        limits = new ReadOnlySpan<long>(limitPointer, checked((int)queries + 1)).ToArray();
        int hits = checked((int)limits[^1]);
        distances = new ReadOnlySpan<float>(distancePointer, hits).ToArray();
        ids = new ReadOnlySpan<long>(idPointer, hits).ToArray();
        // The arrays belong to the result, which the collector must not take before they are copied.
        GC.KeepAlive(this);
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        FaissNative.faissnet_range_result_free(handle);
        return true;
    }
}
