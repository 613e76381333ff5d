using FaissNet.Storage;
using FaissSharp;

namespace FaissNet.Native;

internal sealed partial class NativeBinaryIndex
{
    private protected override void SearchCore(Rows<byte> queries, Rows<int> distances, Rows<long> ids, SearchOptions options)
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
    }

    private protected override RangeSearchResult<int> RangeSearchCore(Rows<byte> queries, int radius, SearchOptions options)
    {
        try
        {
            using var interrupt = new FaissInterrupt(options.CancellationToken);
            using var native = new NativeOptions(options, this, queries.Count);
            var parts = new List<RangeSearchResult<int>>();
            long block = NativeBlocks.Queries(queries.Count, options.CancellationToken);
            for (long start = 0, count; start < queries.Count; start += count)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                count = native.Run(start, Math.Min(block, queries.Count - start));
                using FaissRangeResultHandle result = _handle.RangeSearch(queries.Slice(start, count).AsSpan(), radius, native.ParametersAt(start));
                result.CopyTo(out long[] limits, out float[] distances, out long[] ids);
                // Whole numbers up to the number of bits, which floats hold exactly.
                parts.Add(new RangeSearchResult<int>(limits, Array.ConvertAll(distances, static distance => (int)distance), ids));
            }
            return RangeSearchResult<int>.Concatenate(parts);
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e, nameof(queries), options.CancellationToken);
        }
    }

    private protected override void ReconstructCore(long id, Span<byte> vector)
    {
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
