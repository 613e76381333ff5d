namespace FaissNet;

/// <summary>
/// Chooses the ids that a search may return or that <see cref="VectorIndex.Remove"/> takes out. FAISS: <c>IDSelector</c>. Filters are
/// immutable and may be shared by any number of searches.
/// </summary>
public abstract class IdFilter
{
    private protected IdFilter()
    {
    }

    /// <summary>Whether the filter lets <paramref name="id"/> through.</summary>
    public abstract bool Contains(long id);

    /// <summary>Ids from <paramref name="start"/> (inclusive) to <paramref name="end"/> (exclusive). FAISS: <c>IDSelectorRange</c>.</summary>
    public static IdFilter Range(long start, long end) => new RangeIdFilter(start, end);

    /// <summary>Exactly these ids; the span is copied. FAISS: <c>IDSelectorBatch</c>.</summary>
    public static IdFilter Of(params ReadOnlySpan<long> ids) => new SetIdFilter(ids);

    /// <summary>
    /// Ids whose bit is set: id i is let through when bit i % 8 of byte i / 8 is 1; ids beyond the bitmap are not. The span is copied.
    /// FAISS: <c>IDSelectorBitmap</c>.
    /// </summary>
    public static IdFilter Bitmap(ReadOnlySpan<byte> bits) => new BitmapIdFilter(bits.ToArray());

    /// <summary>
    /// Ids for which <paramref name="predicate"/> is true. It is called from several threads at once and must not throw.
    /// </summary>
    /// <exception cref="ArgumentNullException"><paramref name="predicate"/> is null.</exception>
    public static IdFilter Where(Func<long, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        return new PredicateIdFilter(predicate);
    }

    /// <summary>Ids that both filters let through.</summary>
    public static IdFilter operator &(IdFilter left, IdFilter right) => new AndIdFilter(left, right);

    /// <summary>Ids that at least one of the filters lets through.</summary>
    public static IdFilter operator |(IdFilter left, IdFilter right) => new OrIdFilter(left, right);

    /// <summary>Ids that the filter does not let through.</summary>
    public static IdFilter operator !(IdFilter filter) => new NotIdFilter(filter);
}
