using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// One code per vector in one table, in the order of adding; the id of a vector is its position. Searches look at every code. FAISS:
/// <c>IndexFlatCodes</c>.
/// </summary>
public abstract partial class FlatCodesIndex : VectorIndex
{
    private protected FlatCodesIndex(int dimension, Metric metric, CodeLayout layout)
        : base(dimension, metric)
    {
        Codes = new CodeBuffer(layout);
    }

    /// <inheritdoc/>
    public override long Count => Codes.Count;

    /// <inheritdoc/>
    public override int CodeSize => Codes.CodeSize;

    /// <summary>The codes; whoever reads a file appends to it.</summary>
    internal CodeBuffer Codes { get; }

    private protected override void DisposeCore()
    {
        Codes.Dispose();
        _scanners.Dispose();
    }
}
