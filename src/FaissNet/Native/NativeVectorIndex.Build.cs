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
        // A training that fails or is stopped half-way leaves an index that is good for nothing.
        FaissIndexHandle before = CopyEmpty();
        try
        {
            using var interrupt = new FaissInterrupt(options.CancellationToken);
            _handle.Train(vectors.AsSpan(), options.MaxDegreeOfParallelism);
        }
        catch (FaissException e)
        {
            (before, _handle) = (_handle, before);
            throw NativeErrors.TranslateInput(e, nameof(vectors), options.CancellationToken);
        }
        finally
        {
            before.Dispose();
        }
        options.Progress?.Report(new BuildProgress("training", 1, 1));
    }

    private protected override long RemoveCore(IdFilter filter)
    {
        try
        {
            // A predicate that throws must do so before the first vector goes.
            using FaissIdFilterHandle native = NativeFilter.Create(filter, this, askBefore: true);
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

    /// <summary>A copy with all settings; there are no vectors, so it is small. A type that FAISS cannot copy is made anew.</summary>
    private FaissIndexHandle CopyEmpty()
    {
        try
        {
            return _handle.Clone();
        }
        catch (FaissException e)
        {
            return _factory is null ? throw NativeErrors.Translate(e) : FaissIndexHandle.Create(Dimension, _factory, (faissnet_metric)Metric);
        }
    }
}
