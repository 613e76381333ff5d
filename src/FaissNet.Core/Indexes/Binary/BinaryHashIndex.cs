using FaissNet.Quantizers;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Binary vectors in buckets by their first b bits; a search looks into the bucket of the query and those at most <see cref="NFlip"/> bits away.
/// FAISS: <c>IndexBinaryHash</c>.
/// </summary>
/// <remarks>
/// <para>The hash is the number in the first b bits, lowest bit first. Ids are the caller's or count up; they need not be unique.</para>
/// <para>FAISS writes buckets in the order of its hash table, which differs from one library to another. Here they keep the order in which they were
/// first filled, or that of the file, so that loading and saving changes nothing. Unlike FAISS's, this index can also remove, merge and
/// reconstruct; an id is searched for.</para>
/// </remarks>
public sealed partial class BinaryHashIndex : BinaryIndex
{
    /// <summary>Bits of a hash at most: more would not fit the masks of flipped bits.</summary>
    internal const int MaxBits = 62;

    private readonly Dictionary<long, HashBucket> _buckets = [];
    private long _count;
    private int _nFlip;

    /// <summary>An empty index, ready to add to.</summary>
    /// <param name="dimension">Number of bits of a vector, a multiple of 8.</param>
    /// <param name="bits">Bits of the hash: b, at most the dimension and 62.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public BinaryHashIndex(int dimension, int bits)
        : base(dimension)
    {
        if (bits < 1 || bits > Math.Min(dimension, MaxBits))
            throw new ArgumentOutOfRangeException(nameof(bits), bits, $"A hash of {dimension} bits has 1 to {Math.Min(dimension, MaxBits)} bits.");
        Bits = bits;
    }

    /// <inheritdoc/>
    public override long Count => _count;

    /// <inheritdoc/>
    public override bool IsTrained => true;

    /// <inheritdoc/>
    public override string Description => $"BHash{Bits}";

    /// <summary>Bits of the hash. FAISS: <c>b</c>.</summary>
    public int Bits { get; }

    /// <summary>
    /// Bits in which the hash of a visited bucket may differ from the query's, 0 to <see cref="Bits"/>. Each more multiplies the buckets. Default 0. It
    /// is saved with the index. FAISS: <c>nflip</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is out of range.</exception>
    public int NFlip
    {
        get => _nFlip;
        set
        {
            if (value < 0 || value > Bits)
                throw new ArgumentOutOfRangeException(nameof(value), value, $"The bits to flip must be between 0 and {Bits}.");
            _nFlip = value;
        }
    }

    /// <summary>The buckets by hash, in the order of the file.</summary>
    internal IReadOnlyDictionary<long, HashBucket> Buckets => _buckets;

    /// <summary>Takes over what stands in a file.</summary>
    internal void Restore(IEnumerable<KeyValuePair<long, HashBucket>> buckets, long count)
    {
        foreach ((long hash, HashBucket bucket) in buckets)
            _buckets.Add(hash, bucket);
        _count = count;
    }

    internal override bool SortHashes()
    {
        KeyValuePair<long, HashBucket>[] sorted = [.. _buckets.OrderBy(bucket => bucket.Key)];
        _buckets.Clear();
        Restore(sorted, _count);
        return true;
    }

    private protected override bool SupportsIds => true;

    private protected override void TrainCore(Rows<byte> vectors, BuildOptions options)
    {
        // A hash is fixed by its number of bits.
    }

    private protected override unsafe void AddCore(Rows<byte> vectors, Rows<long> ids, BuildOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        for (long i = 0; i < vectors.Count; i++)
            BucketOf(BitField.Read(vectors[i], 0, Bits)).Add(ids.Pointer is null ? _count + i : ids.Pointer[i], vectors[i]);
        _count += vectors.Count;
        options.Progress?.Report(new BuildProgress("adding", vectors.Count, vectors.Count));
    }

    internal override void RequireMergeable(BinaryIndex other, long idShift)
    {
        if (SameType(this, other).Bits != Bits)
            throw new ArgumentException($"Cannot merge {other} into {this}: the bits of the hashes must be equal.", nameof(other));
    }

    private protected override void MergeCore(BinaryIndex other, long idShift)
    {
        RequireMergeable(other, idShift);
        var source = (BinaryHashIndex)other;
        foreach ((long hash, HashBucket bucket) in source._buckets)
            BucketOf(hash).Add(bucket.Ids, bucket.Vectors, idShift);
        _count += source._count;
        source.ResetCore();
    }

    private protected override void ResetCore()
    {
        _buckets.Clear();
        _count = 0;
    }

    private protected override void DisposeCore() => _buckets.Clear();

    private HashBucket BucketOf(long hash)
    {
        if (!_buckets.TryGetValue(hash, out HashBucket? bucket))
            _buckets.Add(hash, bucket = new HashBucket(CodeSize));
        return bucket;
    }
}
