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
            using var native = new NativeOptions(options, this);
            for (long start = 0; start < queries.Count; start += block)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                long count = Math.Min(block, queries.Count - start);
                _handle.Search(
                    queries.Slice(start, count).AsSpan(),
                    distances.Width,
                    distances.Slice(start, count).AsSpan(),
                    ids.Slice(start, count).AsSpan(),
                    native.Parameters);
            }
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e, nameof(queries));
        }
    }

    private protected override RangeSearchResult<int> RangeSearchCore(Rows<byte> queries, int radius, SearchOptions options)
    {
        try
        {
            using var native = new NativeOptions(options, this);
            using FaissRangeResultHandle result = _handle.RangeSearch(queries.AsSpan(), radius, native.Parameters);
            result.CopyTo(out long[] limits, out float[] distances, out long[] ids);
            // Whole numbers up to the number of bits, which floats hold exactly.
            return new RangeSearchResult<int>(limits, Array.ConvertAll(distances, static distance => (int)distance), ids);
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e, nameof(queries));
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
