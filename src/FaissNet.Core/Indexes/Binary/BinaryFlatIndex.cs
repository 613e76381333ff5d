using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Keeps binary vectors as they are and compares every one by Hamming distance. The id of a vector is its position. FAISS: <c>IndexBinaryFlat</c>.
/// </summary>
public sealed partial class BinaryFlatIndex : BinaryIndex
{
    /// <summary>An empty index, ready to add to.</summary>
    /// <param name="dimension">Number of bits of a vector, a multiple of 8.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is not such a number.</exception>
    public BinaryFlatIndex(int dimension)
        : this(dimension, isTransposed: true)
    {
    }

    /// <summary>Transposed codes are scanned faster, rows are found faster one by one.</summary>
    internal BinaryFlatIndex(int dimension, bool isTransposed)
        : base(dimension)
    {
        Codes = new CodeBuffer(new CodeLayout(CodeSize, isTransposed)) { CanMap = true };
    }

    /// <inheritdoc/>
    public override long Count => Codes.Count;

    /// <inheritdoc/>
    public override bool IsTrained => true;

    /// <inheritdoc/>
    public override string Description => "BFlat";

    /// <summary>The vectors; whoever reads a file appends to it.</summary>
    internal CodeBuffer Codes { get; }

    private protected override void DisposeCore() => Codes.Dispose();
}
