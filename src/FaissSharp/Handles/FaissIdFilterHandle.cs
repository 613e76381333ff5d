namespace FaissSharp;

/// <summary>An immutable set of ids. Obtained from the static methods; may be shared between threads.</summary>
public sealed unsafe class FaissIdFilterHandle : FaissHandle
{
    // What native code calls back while it uses this filter, its parts' too, so that they live as long as it.
    private IdPredicate[] _predicates = [];

    /// <summary>The ids from <paramref name="first"/> to <paramref name="end"/> − 1.</summary>
    /// <exception cref="FaissException">The native library refused.</exception>
    public static FaissIdFilterHandle Range(long first, long end)
    {
        NativeStatus.Check(FaissNative.faissnet_id_filter_range(first, end, out FaissIdFilterHandle filter));
        return filter;
    }

    /// <summary>The given ids, in any order.</summary>
    /// <exception cref="FaissException">The native library refused.</exception>
    public static FaissIdFilterHandle Set(ReadOnlySpan<long> ids)
    {
        fixed (long* pointer = ids)
        {
            NativeStatus.Check(FaissNative.faissnet_id_filter_set(ids.Length, pointer, out FaissIdFilterHandle filter));
            return filter;
        }
    }

    /// <summary>The ids whose bit is set: id i is bit i % 8, counted from the least significant, of byte i / 8.</summary>
    /// <exception cref="FaissException">The native library refused.</exception>
    public static FaissIdFilterHandle Bitmap(ReadOnlySpan<byte> bits)
    {
        fixed (byte* pointer = bits)
        {
            NativeStatus.Check(FaissNative.faissnet_id_filter_bitmap(bits.Length, pointer, out FaissIdFilterHandle filter));
            return filter;
        }
    }

    /// <summary>
    /// The ids for which <paramref name="predicate"/> is true. It is asked during searches, about the ids that they meet, from several
    /// threads at once. What it throws arrives at the callers of searches that use it, and the filter stays unusable.
    /// </summary>
    /// <exception cref="FaissException">The native library refused.</exception>
    public static FaissIdFilterHandle Where(Func<long, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(predicate);
        var callback = new IdPredicate(predicate);
        NativeStatus.Check(FaissNative.faissnet_id_filter_predicate(IdPredicate.Function, callback.Context, out FaissIdFilterHandle filter));
        filter._predicates = [callback];
        return filter;
    }

    /// <summary>The ids that <paramref name="other"/> does not contain.</summary>
    /// <exception cref="FaissException">The native library refused.</exception>
    public static FaissIdFilterHandle Not(FaissIdFilterHandle other)
    {
        NativeStatus.Check(FaissNative.faissnet_id_filter_not(other, out FaissIdFilterHandle filter));
        filter._predicates = other._predicates;
        return filter;
    }

    /// <summary>The ids that both filters contain.</summary>
    /// <exception cref="FaissException">The native library refused.</exception>
    public static FaissIdFilterHandle And(FaissIdFilterHandle left, FaissIdFilterHandle right)
    {
        NativeStatus.Check(FaissNative.faissnet_id_filter_and(left, right, out FaissIdFilterHandle filter));
        filter._predicates = [.. left._predicates, .. right._predicates];
        return filter;
    }

    /// <summary>The ids that at least one of the filters contains.</summary>
    /// <exception cref="FaissException">The native library refused.</exception>
    public static FaissIdFilterHandle Or(FaissIdFilterHandle left, FaissIdFilterHandle right)
    {
        NativeStatus.Check(FaissNative.faissnet_id_filter_or(left, right, out FaissIdFilterHandle filter));
        filter._predicates = [.. left._predicates, .. right._predicates];
        return filter;
    }

    /// <summary>Whether the filter contains an id.</summary>
    /// <exception cref="FaissException">The native library refused.</exception>
    public bool Contains(long id)
    {
        int contains;
        NativeStatus.Check(FaissNative.faissnet_id_filter_contains(this, id, &contains));
        ThrowIfPredicateFailed();
        return contains != 0;
    }

    /// <summary>Throws what a predicate threw while native code used the filter.</summary>
    internal void ThrowIfPredicateFailed()
    {
        foreach (IdPredicate predicate in _predicates)
            predicate.ThrowIfFailed();
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        FaissNative.faissnet_id_filter_free(handle);
        return true;
    }
}
