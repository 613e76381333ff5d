using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Binary vectors found through several hash tables: table h is over the bits from h · b on, and a search compares the query with every vector
/// that shares a bucket with it in any table, or one at most <see cref="NFlip"/> bits away. The id of a vector is its position. FAISS:
/// <c>IndexBinaryMultiHash</c>.
/// </summary>
/// <remarks>
/// <para>Of equally near vectors those with the smallest ids are kept; in FAISS that depends on the order of its hash tables, and so do the bytes of its
/// files. Here buckets keep the order in which they were first filled, or that of the file.</para>
/// <para>Unlike FAISS's, this index can also remove, merge and reconstruct.</para>
/// </remarks>
public sealed partial class BinaryMultiHashIndex : BinaryIndex
{
    private Dictionary<long, List<long>>[] _maps;
    private int _nFlip;

    /// <summary>An empty index, ready to add to.</summary>
    /// <param name="dimension">Number of bits of a vector, a multiple of 8.</param>
    /// <param name="hashes">Number of hash tables: nhash.</param>
    /// <param name="bits">Bits of each hash: b, at most 62; together at most the dimension.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public BinaryMultiHashIndex(int dimension, int hashes, int bits)
        : base(dimension)
    {
        if (bits is < 1 or > BinaryHashIndex.MaxBits)
            throw new ArgumentOutOfRangeException(nameof(bits), bits, $"A hash has 1 to {BinaryHashIndex.MaxBits} bits.");
        if (hashes < 1 || (long)hashes * bits > dimension)
            throw new ArgumentOutOfRangeException(nameof(hashes), hashes, $"{dimension} bits hold 1 to {dimension / bits} hashes of {bits} bits.");
        Hashes = hashes;
        Bits = bits;
        _maps = NewMaps();
        Codes = new CodeBuffer(new CodeLayout(CodeSize, isTransposed: false));
    }

    /// <inheritdoc/>
    public override long Count => Codes.Count;

    /// <inheritdoc/>
    public override bool IsTrained => true;

    /// <inheritdoc/>
    public override string Description => $"BHash{Hashes}x{Bits}";

    /// <summary>Number of hash tables. FAISS: <c>nhash</c>.</summary>
    public int Hashes { get; }

    /// <inheritdoc cref="BinaryHashIndex.Bits"/>
    public int Bits { get; }

    /// <inheritdoc cref="BinaryHashIndex.NFlip"/>
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

    /// <summary>The vectors, row by row: they are compared here and there. Whoever reads a file appends to them.</summary>
    internal CodeBuffer Codes { get; }

    /// <summary>For each hash table the positions by hash, in the order of the file.</summary>
    internal IReadOnlyList<Dictionary<long, List<long>>> Maps => _maps;

    /// <summary>
    /// Takes over the tables of a file that <see cref="Codes"/> has been read from. A table that does not name every vector once is made
    /// again: FAISS cannot write the length of a bucket that holds all vectors when their number is a power of two.
    /// </summary>
    internal void Restore(Dictionary<long, List<long>>[] maps)
    {
        for (int h = 0; h < maps.Length; h++)
        {
            if (maps[h].Values.Sum(bucket => (long)bucket.Count) == Count)
                _maps[h] = maps[h];
            else
                Insert(_maps[h], h, 0);
        }
    }

    /// <summary>Takes over vectors, however they lie.</summary>
    internal void AppendRows(CodeBuffer vectors)
    {
        Rows<byte> rows = Codes.Reserved(vectors.Count);
        vectors.Read(0, rows);
        Codes.Commit(vectors.Count);
    }

    internal override bool SortHashes()
    {
        for (int h = 0; h < _maps.Length; h++)
            _maps[h] = new Dictionary<long, List<long>>(_maps[h].OrderBy(bucket => bucket.Key));
        return true;
    }

    private protected override void TrainCore(Rows<byte> vectors, BuildOptions options)
    {
        // Hashes are fixed by their numbers of bits.
    }

    private protected override void AddCore(Rows<byte> vectors, Rows<long> ids, BuildOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        long first = Count;
        Codes.Append(vectors);
        InsertAll(_maps, first);
        options.Progress?.Report(new BuildProgress("adding", vectors.Count, vectors.Count));
    }

    private protected override long RemoveCore(IdFilter filter)
    {
        long removed = Codes.Remove(PositionBitmap.Of(filter, Count));
        _maps = NewMaps();
        InsertAll(_maps, 0);
        return removed;
    }

    internal override void RequireMergeable(BinaryIndex other, long idShift)
    {
        BinaryMultiHashIndex source = SameType(this, other);
        RequireNoShift(idShift);
        if (source.Hashes != Hashes || source.Bits != Bits)
            throw new ArgumentException($"Cannot merge {other} into {this}: the numbers of hashes and of their bits must be equal.", nameof(other));
    }

    private protected override void MergeCore(BinaryIndex other, long idShift)
    {
        RequireMergeable(other, idShift);
        var source = (BinaryMultiHashIndex)other;
        long first = Count;
        Codes.Append(source.Codes);
        InsertAll(_maps, first);
        source.ResetCore();
    }

    private protected override void ShrinkCore() => Codes.TrimExcess();

    private protected override void ResetCore()
    {
        Codes.Clear();
        _maps = NewMaps();
    }

    private protected override void ReconstructCore(long id, Span<byte> vector)
    {
        if ((ulong)id >= (ulong)Count)
            throw Guard.NoSuchId(id);
        Codes.Rows[id].CopyTo(vector);
    }

    private protected override void DisposeCore() => Codes.Dispose();

    private Dictionary<long, List<long>>[] NewMaps()
    {
        var maps = new Dictionary<long, List<long>>[Hashes];
        for (int h = 0; h < maps.Length; h++)
            maps[h] = [];
        return maps;
    }

    private void InsertAll(Dictionary<long, List<long>>[] maps, long first)
    {
        for (int h = 0; h < maps.Length; h++)
            Insert(maps[h], h, first);
    }

    private void Insert(Dictionary<long, List<long>> map, int h, long first)
    {
        Rows<byte> codes = Codes.Rows;
        for (long i = first; i < codes.Count; i++)
        {
            long hash = HashOf(codes[i], h);
            if (!map.TryGetValue(hash, out List<long>? bucket))
                map.Add(hash, bucket = []);
            bucket.Add(i);
        }
    }
}
