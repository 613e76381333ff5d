using FaissNet.Storage;
using FaissSharp;

namespace FaissNet.Native;

/// <summary>Adds in blocks, between which and inside of which it can be cancelled; then those before are taken out again.</summary>
internal static class NativeAddition
{
    /// <param name="index">Receives the vectors.</param>
    /// <param name="description">What messages call the index.</param>
    /// <param name="vectors">The vectors.</param>
    /// <param name="ids">One per vector, or none.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    public static void Add<T>(INativeStore<T> index, string description, Rows<T> vectors, Rows<long> ids, BuildOptions options)
        where T : unmanaged
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        string structure = index.NativeStructure;
        if (!HasIds(ids) && NativeDescription.IsIdMap(structure))
            throw new InvalidOperationException($"{description} keeps the ids of its caller; use AddWithIds.");
        try
        {
            long block = NativeBlocks.Vectors(vectors.Count, options);
            bool isOneBlock = block >= vectors.Count;
            if (isOneBlock || CanTakeOut(index, ids))
                AddBlocks(index, vectors, ids, block, NativeDescription.AddsAllOrNone(structure), options);
            else
                AddBlocks(index, vectors, ids, vectors.Count, canStop: false, options);
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e, nameof(vectors), options.CancellationToken);
        }
    }

    public static unsafe bool HasIds(Rows<long> ids) => ids.Pointer is not null;

    private static void AddBlocks<T>(INativeStore<T> index, Rows<T> vectors, Rows<long> ids, long block, bool canStop, BuildOptions options)
        where T : unmanaged
    {
        long before = index.Count;
        try
        {
            for (long start = 0; start < vectors.Count; start += block)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                long count = Math.Min(block, vectors.Count - start);
                Rows<T> rows = vectors.Slice(start, count);
                using (new FaissInterrupt(canStop ? options.CancellationToken : CancellationToken.None))
                {
                    if (HasIds(ids))
                        index.AddBlock(rows, ids.Slice(start, count), options.MaxDegreeOfParallelism);
                    else
                        index.AddBlock(rows, options.MaxDegreeOfParallelism);
                }
                options.Progress?.Report(new BuildProgress("adding", start + count, vectors.Count));
            }
        }
        catch when (index.Count > before)
        {
            using FaissIdFilterHandle added = HasIds(ids) ? FaissIdFilterHandle.Set(ids.AsSpan()) : FaissIdFilterHandle.Range(before, long.MaxValue);
            index.TakeOut(added);
            throw;
        }
    }

    /// <summary>Whether new vectors can be taken out again without touching others.</summary>
    private static bool CanTakeOut<T>(INativeStore<T> index, Rows<long> ids)
        where T : unmanaged
    {
        // Inverted files and id maps may hold the same ids already, or, of the caller's, numbers beyond the count.
        long count = index.Count;
        HashSet<long>? added = HasIds(ids) ? [.. ids.AsSpan()] : null;
        if ((added is not null || index.NList > 0) && Array.Exists(index.GetStoredIds(), id => added?.Contains(id) ?? id >= count))
            return false;
        try
        {
            using FaissIdFilterHandle none = FaissIdFilterHandle.Range(0, 0);
            index.TakeOut(none);
            return true;
        }
        catch (FaissException)
        {
            return false;
        }
    }
}
