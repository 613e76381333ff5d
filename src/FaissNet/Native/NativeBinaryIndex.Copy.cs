using FaissNet.Storage;
using FaissSharp;

namespace FaissNet.Native;

internal sealed partial class NativeBinaryIndex
{
    /// <summary>FAISS sets parameters by name for indexes of floats only.</summary>
    internal override IEnumerable<string> ParameterNames => _handle.NList > 0 ? ["nprobe"] : [];

    private protected override bool SetParameterCore(string name, double value, bool apply)
    {
        if (name != "nprobe" || _handle.NList == 0)
            return false;
        int nProbe = ParameterText.Whole(name, value, 1);
        if (apply)
            _handle.NProbe = nProbe;
        return true;
    }

    /// <inheritdoc cref="NativeVectorIndex.UpdateCore"/>
    private protected override long UpdateCore(Rows<byte> vectors, Rows<long> ids, BuildOptions options)
    {
        if (!SupportsIds)
            throw new NotSupportedException($"{Description} cannot replace vectors.");
        if (ids.IsEmpty)
            return 0;
        long removed = RemoveCore(IdFilter.Of(ids.AsSpan()));
        AddCore(vectors, ids, options with { CancellationToken = CancellationToken.None });
        return removed;
    }

    private protected override BinaryIndex CloneCore(BuildOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        try
        {
            return new NativeBinaryIndex(_handle.Clone(), _factory);
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e);
        }
    }
}
