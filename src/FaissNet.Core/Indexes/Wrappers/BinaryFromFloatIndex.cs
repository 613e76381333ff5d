using FaissNet.Quantizers;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Binary vectors in an index of float vectors: a bit becomes 1 or −1, so that the squared L2 distance is four times the Hamming distance. FAISS:
/// <c>IndexBinaryFromFloat</c>.
/// </summary>
/// <remarks>
/// A distance is what the inner index returns, divided by four and rounded to the nearest whole number, half away from zero. Where the inner index
/// approximates, so does this one.
/// </remarks>
public sealed class BinaryFromFloatIndex : BinaryIndex
{
    /// <summary>Vectors that are turned into floats at a time.</summary>
    private const int BlockRows = 32768;

    /// <summary>Puts bits in front of an index of float vectors, which becomes part of this one.</summary>
    /// <param name="inner">The index that holds the vectors, compared by L2; its dimension is the number of bits.</param>
    /// <exception cref="ArgumentException"><paramref name="inner"/> compares by something else than L2.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Its dimension is not a multiple of 8.</exception>
    public BinaryFromFloatIndex(VectorIndex inner)
        : base(Guard.NotNull(inner).Dimension)
    {
        if (inner.Metric != Metric.L2)
            throw new ArgumentException($"The inner index must compare by L2, not by {inner.Metric}.", nameof(inner));
        Inner = inner;
    }

    /// <summary>The index that holds the vectors. Its engine may be any; saving takes one of the C# engine.</summary>
    public VectorIndex Inner { get; }

    /// <inheritdoc/>
    public override long Count => Inner.Count;

    /// <inheritdoc/>
    public override bool IsTrained => Inner.IsTrained;

    /// <inheritdoc/>
    public override string Description => $"BFromFloat({Inner.Description})";

    private protected override void TrainCore(Rows<byte> vectors, BuildOptions options)
    {
        using var floats = new AlignedBuffer<float>(vectors.Count * Dimension);
        BitVectors.Expand(vectors, floats.AsRows(Dimension));
        Inner.TrainInner(floats.AsRows(Dimension), options);
    }

    private protected override void AddCore(Rows<byte> vectors, Rows<long> ids, BuildOptions options)
    {
        // At once, because what has been added in blocks could not be taken back when one fails.
        using var floats = new AlignedBuffer<float>(vectors.Count * Dimension);
        BitVectors.Expand(vectors, floats.AsRows(Dimension));
        Inner.AddInner(floats.AsRows(Dimension), default, options);
    }

    private protected override long RemoveCore(IdFilter filter) => Inner.RemoveInner(filter);

    internal override void RequireMergeable(BinaryIndex other, long idShift)
        => Inner.RequireMergeable(SameType(this, other).Inner, idShift);

    private protected override void MergeCore(BinaryIndex other, long idShift)
    {
        RequireMergeable(other, idShift);
        Inner.MergeInner(((BinaryFromFloatIndex)other).Inner, idShift);
    }

    /// <inheritdoc/>
    internal override IndexOperations Operations => Inner.Operations & ~(IndexOperations.Codec | IndexOperations.AddWithIds);

    /// <inheritdoc/>
    internal override IEnumerable<string> ParameterNames => Inner.ParameterNames;

    private protected override bool SetParameterCore(string name, double value, bool apply) => Inner.SetParameterInner(name, value, apply);

    private protected override long UpdateCore(Rows<byte> vectors, Rows<long> ids, BuildOptions options)
    {
        using var floats = new AlignedBuffer<float>(vectors.Count * Dimension);
        BitVectors.Expand(vectors, floats.AsRows(Dimension));
        return Inner.UpdateInner(floats.AsRows(Dimension), ids, options);
    }

    private protected override void CopySettings(BinaryIndex copy) => Inner.CopySettingsInner(((BinaryFromFloatIndex)copy).Inner);

    private protected override void ShrinkCore() => Inner.ShrinkInner();

    private protected override void ResetCore() => Inner.ResetInner();

    private protected override unsafe void SearchCore(Rows<byte> queries, Rows<int> distances, Rows<long> ids, SearchOptions options)
    {
        long largest = Math.Min(BlockRows, queries.Count);
        using var floats = new Scratch<float>(largest, Dimension);
        using var found = new Scratch<float>(largest, distances.Width);
        for (long start = 0; start < queries.Count; start += BlockRows)
        {
            long rows = Math.Min(BlockRows, queries.Count - start);
            Rows<float> block = floats.Rows.Slice(0, rows);
            BitVectors.Expand(queries.Slice(start, rows), block);
            Inner.SearchInner(block, found.Rows.Slice(0, rows), ids.Slice(start, rows), options);
            long count = rows * distances.Width;
            int* results = distances.RowPointer(start);
            for (long i = 0; i < count; i++)
                results[i] = found.Pointer[i] == float.MaxValue ? int.MaxValue : Round(found.Pointer[i]);
        }
    }

    private protected override RangeSearchResult<int> RangeSearchCore(Rows<byte> queries, int radius, SearchOptions options)
    {
        using var floats = new AlignedBuffer<float>(queries.Count * Dimension);
        BitVectors.Expand(queries, floats.AsRows(Dimension));
        RangeSearchResult<float> found = Inner.RangeSearchInner(floats.AsRows(Dimension), 4f * radius, options);
        return new RangeSearchResult<int>(found.Limits, Array.ConvertAll(found.Distances, Round), found.Ids);
    }

    private protected override unsafe void ReconstructCore(long id, Span<byte> vector)
    {
        using var floats = new Scratch<float>(1, Dimension);
        Inner.ReconstructInner(id, floats.Rows[0]);
        BitVectors.PackPositive(floats.Rows[0], vector);
    }

    private protected override void DisposeCore() => Inner.Dispose();

    private static int Round(float distance) => (int)MathF.Round(distance / 4, MidpointRounding.AwayFromZero);
}
