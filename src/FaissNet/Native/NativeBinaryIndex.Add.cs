using FaissNet.Storage;
using FaissSharp;

namespace FaissNet.Native;

/// <content>Adding in blocks, between which and inside of which it can be cancelled; then those before are taken out again.</content>
internal sealed partial class NativeBinaryIndex
{
    private protected override void AddCore(Rows<byte> vectors, Rows<long> ids, BuildOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        string description = _handle.Description;
        if (!HasIds(ids) && NativeDescription.IsIdMap(description))
            throw new InvalidOperationException($"{Description} keeps the ids of its caller; use AddWithIds.");
        try
        {
            long block = NativeBlocks.Vectors(vectors.Count, options);
            bool isOneBlock = block >= vectors.Count;
            if (isOneBlock || CanTakeOut(ids))
                AddBlocks(vectors, ids, block, NativeDescription.AddsAllOrNone(description), options);
            else
                AddBlocks(vectors, ids, vectors.Count, canStop: false, options);
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e, nameof(vectors), options.CancellationToken);
        }
    }

    private static unsafe bool HasIds(Rows<long> ids) => ids.Pointer is not null;

    private void AddBlocks(Rows<byte> vectors, Rows<long> ids, long block, bool canStop, BuildOptions options)
    {
        long before = _handle.Count;
        try
        {
            for (long start = 0; start < vectors.Count; start += block)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                long count = Math.Min(block, vectors.Count - start);
                Rows<byte> rows = vectors.Slice(start, count);
                using (new FaissInterrupt(canStop ? options.CancellationToken : CancellationToken.None))
                {
                    if (HasIds(ids))
                        _handle.Add(rows.AsSpan(), ids.Slice(start, count).AsSpan(), options.MaxDegreeOfParallelism);
                    else
                        _handle.Add(rows.AsSpan(), options.MaxDegreeOfParallelism);
                }
                options.Progress?.Report(new BuildProgress("adding", start + count, vectors.Count));
            }
        }
        catch when (_handle.Count > before)
        {
            using FaissIdFilterHandle added = HasIds(ids) ? FaissIdFilterHandle.Set(ids.AsSpan()) : FaissIdFilterHandle.Range(before, long.MaxValue);
            _handle.Remove(added);
            throw;
        }
    }

    /// <summary>Whether new vectors can be taken out again without touching others.</summary>
    private bool CanTakeOut(Rows<long> ids)
    {
        // Inverted files and id maps may hold the same ids already, or, of the caller's, numbers beyond the count.
        long count = _handle.Count;
        HashSet<long>? added = HasIds(ids) ? [.. ids.AsSpan()] : null;
        if ((added is not null || _handle.NList > 0) && Array.Exists(GetStoredIds(), id => added?.Contains(id) ?? id >= count))
            return false;
        try
        {
            using FaissIdFilterHandle none = FaissIdFilterHandle.Range(0, 0);
            _handle.Remove(none);
            return true;
        }
        catch (FaissException)
        {
            return false;
        }
    }
}
