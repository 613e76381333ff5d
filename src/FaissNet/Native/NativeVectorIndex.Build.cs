using FaissNet.Storage;
using FaissSharp;

namespace FaissNet.Native;

internal sealed partial class NativeVectorIndex
{
    private protected override bool SupportsIds => NativeDescription.SupportsIds(_handle.Description);

    private protected override void TrainCore(Rows<float> vectors, BuildOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        options.Progress?.Report(new BuildProgress("training", 0, 1));
        try
        {
            _handle.Train(vectors.AsSpan(), options.MaxDegreeOfParallelism);
        }
        catch (FaissException e)
        {
            StartAgain();
            throw NativeErrors.TranslateInput(e, nameof(vectors));
        }
        options.Progress?.Report(new BuildProgress("training", 1, 1));
    }

    private protected override void AddCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        try
        {
            if (HasIds(ids))
            {
                if (!SupportsIds)
                    throw IdsNotSupported();
                _handle.Add(vectors.AsSpan(), ids.AsSpan(), options.MaxDegreeOfParallelism);
                options.Progress?.Report(new BuildProgress("adding", vectors.Count, vectors.Count));
                return;
            }
            if (NativeDescription.IsIdMap(_handle.Description))
                throw new InvalidOperationException($"{Description} keeps the ids of its caller; use AddWithIds.");
            AddBlocks(vectors, options);
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e, nameof(vectors));
        }
    }

    private protected override long RemoveCore(IdFilter filter)
    {
        try
        {
            using FaissIdFilterHandle native = NativeFilter.Create(filter, this);
            return _handle.Remove(native);
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e, nameof(filter));
        }
    }

    private protected override void MergeCore(VectorIndex other, long idShift)
    {
        try
        {
            _handle.Merge(((NativeVectorIndex)other)._handle, idShift);
        }
        catch (FaissException e)
        {
            throw NativeErrors.TranslateInput(e, nameof(other));
        }
    }

    private protected override void ResetCore()
    {
        try
        {
            _handle.Reset();
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e);
        }
    }

    private static unsafe bool HasIds(Rows<long> ids) => ids.Pointer is not null;

    /// <summary>
    /// A training that failed half-way leaves an index that is good for nothing; it was empty, so a new one takes its place.
    /// </summary>
    private void StartAgain()
    {
        if (_factory is null)
            return;
        FaissIndexHandle failed = _handle;
        _handle = FaissIndexHandle.Create(Dimension, _factory, (faissnet_metric)Metric);
        failed.Dispose();
    }

    private void AddBlocks(Rows<float> vectors, BuildOptions options)
    {
        long before = _handle.Count;
        long block = NativeBlocks.Vectors(vectors.Count, options);
        // Vectors of the blocks before a cancellation are taken out again; a type that cannot do that is not interrupted.
        if (block < vectors.Count && !CanRemoveFrom(before))
            block = vectors.Count;
        try
        {
            for (long start = 0; start < vectors.Count; start += block)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                Rows<float> rows = vectors.Slice(start, Math.Min(block, vectors.Count - start));
                _handle.Add(rows.AsSpan(), options.MaxDegreeOfParallelism);
                options.Progress?.Report(new BuildProgress("adding", start + rows.Count, vectors.Count));
            }
        }
        catch when (_handle.Count > before)
        {
            using FaissIdFilterHandle added = FaissIdFilterHandle.Range(before, long.MaxValue);
            _handle.Remove(added);
            throw;
        }
    }

    /// <summary>Whether the vectors with numbers from <paramref name="before"/> on can be taken out without touching others.</summary>
    private bool CanRemoveFrom(long before)
    {
        // Inverted files may hold ids of the caller beyond the count.
        if (_handle.NList > 0 && Array.Exists(GetStoredIds(), id => id >= before))
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
