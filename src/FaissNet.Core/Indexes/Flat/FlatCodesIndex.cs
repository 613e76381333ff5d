using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// One code per vector in one table, in the order of adding; the id of a vector is its position. Searches look at every code. FAISS:
/// <c>IndexFlatCodes</c>.
/// </summary>
public abstract partial class FlatCodesIndex : VectorIndex
{
    /// <param name="dimension">Number of components of a vector.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="layout">How codes lie in memory.</param>
    /// <param name="canMapRows">Whether searches look at rows as well where <paramref name="layout"/> is transposed: see <see cref="CodeBuffer.CanMap"/>.</param>
    private protected FlatCodesIndex(int dimension, Metric metric, CodeLayout layout, bool canMapRows = false)
        : base(dimension, metric)
    {
        Codes = new CodeBuffer(layout) { CanMap = canMapRows || !layout.IsTransposed };
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
