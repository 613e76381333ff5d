using FaissNet.Kernels;
using FaissNet.Storage;
using FaissSharp;

namespace FaissNet.Native;

internal sealed partial class NativeVectorIndex
{
    private protected override void SearchCore(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        long block = NativeBlocks.Queries(queries.Count, options.CancellationToken);
        try
        {
            using var interrupt = new FaissInterrupt(options.CancellationToken);
            using var native = new NativeOptions(options, this, queries.Count);
            for (long start = 0, count; start < queries.Count; start += count)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                count = native.Run(start, Math.Min(block, queries.Count - start));
                _handle.Search(
                    queries.Slice(start, count).AsSpan(),
                    distances.Width,
                    distances.Slice(start, count).AsSpan(),
                    ids.Slice(start, count).AsSpan(),
                    native.ParametersAt(start));
            }
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e, nameof(queries), options.CancellationToken);
        }
        ClearMissing(distances, ids);
    }

    /// <summary>4-bit scans of FAISS give missing results a finite distance, the worst that their tables can express.</summary>
    private void ClearMissing(Rows<float> distances, Rows<long> ids)
    {
        for (long query = 0; query < ids.Count; query++)
        {
            for (int rank = ids.Width - 1; rank >= 0 && ids[query][rank] == -1; rank--)
                distances[query][rank] = TopKHeap.Missing(Metric);
        }
    }

    private protected override RangeSearchResult<float> RangeSearchCore(Rows<float> queries, float radius, SearchOptions options)
    {
        try
        {
            using var interrupt = new FaissInterrupt(options.CancellationToken);
            using var native = new NativeOptions(options, this, queries.Count);
            var parts = new List<RangeSearchResult<float>>();
            long block = NativeBlocks.Queries(queries.Count, options.CancellationToken);
            for (long start = 0, count; start < queries.Count; start += count)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                count = native.Run(start, Math.Min(block, queries.Count - start));
                using FaissRangeResultHandle result = _handle.RangeSearch(queries.Slice(start, count).AsSpan(), radius, native.ParametersAt(start));
                result.CopyTo(out long[] limits, out float[] distances, out long[] ids);
                parts.Add(new RangeSearchResult<float>(limits, distances, ids));
            }
            return RangeSearchResult<float>.Concatenate(parts);
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e, nameof(queries), options.CancellationToken);
        }
    }

    private protected override void ReconstructCore(long id, Span<float> vector)
    {
        // The native library would look through all ids; FAISS does not, nor does the C# engine.
        if (_handle.Description.StartsWith("IDMap(", StringComparison.Ordinal))
            throw new NotSupportedException($"{Description} has no table from ids to positions; use IDMap2 to reconstruct by id.");
        try
        {
            _handle.Reconstruct(id, vector);
        }
        catch (FaissInvalidArgumentException)
        {
            throw Guard.NoSuchId(id);
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e);
        }
    }
}
