using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>Which id the i-th vector of a scan has, and whether the search wants it. It is asked only about vectors that passed the threshold.</summary>
internal readonly unsafe struct IdSource
{
    private readonly long* _ids;
    private readonly long* _judged;
    private readonly long _first;
    private readonly IdFilter? _filter;

    /// <summary>Ids <paramref name="first"/>, <paramref name="first"/> + 1, and so on.</summary>
    public IdSource(long first, IdFilter? filter = null)
    {
        _first = first;
        _filter = filter;
    }

    /// <summary>Ids from an array, which must outlive this.</summary>
    public IdSource(long* ids, IdFilter? filter = null)
    {
        _ids = ids;
        _filter = filter;
    }

    /// <summary>
    /// Numbers <paramref name="first"/>, <paramref name="first"/> + 1, and so on for vectors that the filter judges by their ids in an array. So a
    /// search learns where a vector is stored.
    /// </summary>
    public IdSource(long first, long* judged, IdFilter? filter)
    {
        _first = first;
        _judged = judged;
        _filter = filter;
    }

    /// <summary>The id of vector <paramref name="index"/>; false when the filter refuses it.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryGet(long index, out long id)
    {
        id = _ids != null ? _ids[index] : _first + index;
        return _filter is null || _filter.Contains(_judged != null ? _judged[index] : id);
    }

    /// <summary>The same source, so that vector 0 is what vector <paramref name="count"/> was.</summary>
    public IdSource Skip(long count)
    {
        if (_ids != null)
            return new IdSource(_ids + count, _filter);
        return _judged != null ? new IdSource(_first + count, _judged + count, _filter) : new IdSource(_first + count, _filter);
    }
}
