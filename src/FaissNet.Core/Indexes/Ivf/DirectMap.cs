namespace FaissNet;

/// <summary>
/// Where in the lists each id is stored: list number · 2³² + position, −1 for an id that is not stored. An array for ids 0 to n, or a hash table for any.
/// FAISS: <c>DirectMap</c>.
/// </summary>
internal sealed class DirectMap
{
    private readonly List<long> _array;
    private readonly Dictionary<long, long> _table;

    private DirectMap(DirectMapType type, List<long> array, Dictionary<long, long> table)
    {
        Type = type;
        _array = array;
        _table = table;
    }

    public DirectMapType Type { get; }

    /// <summary>What an array map holds, one entry per id from 0 on.</summary>
    public IReadOnlyList<long> Array => _array;

    /// <summary>What a hash table holds, in the order of insertion.</summary>
    public IReadOnlyDictionary<long, long> Table => _table;

    /// <summary>No map: ids are searched for.</summary>
    public static DirectMap None() => new(DirectMapType.None, [], []);

    /// <summary>A map over ids from 0 on.</summary>
    public static DirectMap FromArray(IEnumerable<long> entries) => new(DirectMapType.Array, [.. entries], []);

    /// <summary>A map over any ids.</summary>
    public static DirectMap FromTable(IEnumerable<KeyValuePair<long, long>> entries)
    {
        var table = new Dictionary<long, long>();
        foreach ((long id, long entry) in entries)
            table[id] = entry;
        return new DirectMap(DirectMapType.HashTable, [], table);
    }

    public static long Entry(int list, long position) => ((long)list << 32) | position;

    public static (int List, long Position) Location(long entry) => ((int)(entry >> 32), entry & uint.MaxValue);

    /// <summary>Where an id is stored, or −1.</summary>
    public long Find(long id) => Type switch
    {
        DirectMapType.Array => (ulong)id < (ulong)_array.Count ? _array[(int)id] : -1,
        DirectMapType.HashTable => _table.GetValueOrDefault(id, -1),
        _ => -1,
    };

    /// <summary>Notes where a vector has been stored; an array takes ids in ascending order without gaps.</summary>
    public void Add(long id, long entry)
    {
        if (Type == DirectMapType.Array)
            _array.Add(entry);
        else if (Type == DirectMapType.HashTable)
            _table[id] = entry;
    }

    /// <summary>Notes that a vector has moved to another place.</summary>
    public void Move(long id, long entry)
    {
        if (Type == DirectMapType.HashTable)
            _table[id] = entry;
    }

    public void Remove(long id) => _table.Remove(id);

    public void Clear()
    {
        _array.Clear();
        _table.Clear();
    }
}
