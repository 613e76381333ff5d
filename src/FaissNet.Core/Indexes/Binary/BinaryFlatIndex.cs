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
        : base(dimension)
    {
        Codes = new CodeBuffer(new CodeLayout(CodeSize, isTransposed: true)) { CanMap = true };
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
