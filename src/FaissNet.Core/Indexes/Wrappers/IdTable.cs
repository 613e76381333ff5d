using FaissNet.Storage;

namespace FaissNet;

/// <summary>The ids that the caller gave, in the order of the vectors of an id map, and where it is asked for, the way back from an id to its last position.</summary>
internal sealed class IdTable : IDisposable
{
    private readonly AlignedBuffer<long> _ids = new();
    private readonly Dictionary<long, long>? _positions;
    private DerivedOptions? _translated;

    public IdTable(bool hasReverseMap, Rows<long> ids = default)
    {
        _positions = hasReverseMap ? [] : null;
        Append(ids);
    }

    /// <summary>The id of each position, n × 1.</summary>
    public Rows<long> Ids => _ids.AsRows(1);

    /// <summary>Makes room for so many ids more.</summary>
    public void Reserve(long more) => _ids.EnsureCapacity(_ids.Count + more);

    public void Append(Rows<long> ids)
    {
        long first = _ids.Count;
        _ids.Append(ids);
        NotePositions(first);
    }

    /// <summary>Takes over all ids of another table, shifted.</summary>
    public void Merge(IdTable other, long shift)
    {
        long first = _ids.Count;
        _ids.Append(other.Ids);
        for (long i = first; i < _ids.Count; i++)
            _ids[i] += shift;
        other.Clear();
        NotePositions(first);
    }

    /// <summary>Takes out positions; those behind them move up.</summary>
    /// <param name="gone">The positions.</param>
    /// <param name="places">Receives the new position of each that stays, at its old one; empty if nobody asks.</param>
    public void Remove(IdFilter gone, Rows<long> places = default)
    {
        long kept = 0;
        for (long i = 0; i < _ids.Count; i++)
        {
            if (gone.Contains(i))
                continue;
            if (!places.IsEmpty)
                places[i][0] = kept;
            _ids[kept++] = _ids[i];
        }
        _ids.Resize(kept);
        _positions?.Clear();
        NotePositions(0);
    }

    public void Clear()
    {
        _ids.Clear();
        _positions?.Clear();
    }

    public void TrimExcess() => _ids.TrimExcess();

    /// <summary>Whether there is a way back from ids to positions.</summary>
    public bool HasReverseMap => _positions is not null;

    /// <summary>The last position of an id, where there is a way back.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no such id.</exception>
    public long PositionOf(long id) => _positions!.TryGetValue(id, out long position) ? position : throw Guard.NoSuchId(id);

    /// <summary>Puts ids in the place of the positions that a search has found; what is missing stays.</summary>
    public unsafe void Translate(Rows<long> positions)
    {
        long count = positions.Count * positions.Width;
        for (long i = 0; i < count; i++)
        {
            // With a check: positions that an index keeps in a mapped file are not to be trusted.
            if (positions.Pointer[i] >= 0)
                positions.Pointer[i] = _ids[positions.Pointer[i]];
        }
    }

    /// <inheritdoc cref="Translate(Rows{long})"/>
    public void Translate(Span<long> positions)
    {
        foreach (ref long id in positions)
            id = _ids[id];
    }

    /// <summary>Options whose filter sees positions.</summary>
    public SearchOptions Translate(SearchOptions options)
    {
        if (options.Filter is null)
            return options;
        _translated ??= new DerivedOptions(given => given with { Filter = new TranslatedIdFilter(given.Filter!, _ids) });
        return _translated.Get(options);
    }

    public void Dispose() => _ids.Dispose();

    private void NotePositions(long first)
    {
        if (_positions is null)
            return;
        for (long i = first; i < _ids.Count; i++)
            _positions[_ids[i]] = i;
    }
}
