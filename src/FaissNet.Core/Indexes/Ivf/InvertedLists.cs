using System.Runtime.InteropServices;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// For each list a table of codes and one of ids, in native memory that grows list by list. Rows beyond the end of a list may be written ahead
/// and become part of it with <see cref="Commit"/>. Or, instead, the lists of a mapped file, which cannot change. FAISS: <c>ArrayInvertedLists</c>.
/// </summary>
internal sealed unsafe class InvertedLists : IDisposable
{
    private const nuint Alignment = 64;

    /// <summary>Two allocations per list, without an object for each: an index may have a million lists.</summary>
    private readonly List[] _lists;

    public InvertedLists(int count, CodeLayout layout)
    {
        _lists = new List[count];
        Layout = layout;
        CanMap = !layout.IsTransposed;
    }

    ~InvertedLists() => Free();

    /// <summary>Number of lists: nlist.</summary>
    public int Count => _lists.Length;

    /// <summary>How the codes of each list lie now: row-major, whatever was asked for, once they are mapped.</summary>
    public CodeLayout Layout { get; private set; }

    /// <inheritdoc cref="CodeBuffer.CanMap"/>
    public bool CanMap { get; init; }

    /// <summary>Whether the lists are those of a file.</summary>
    public bool IsMapped { get; private set; }

    public int CodeSize => Layout.CodeSize;

    /// <summary>Number of codes in all lists.</summary>
    public long TotalLength
    {
        get
        {
            long total = 0;
            foreach (List list in _lists)
                total += list.Length;
            return total;
        }
    }

    /// <summary>Number of codes in one list.</summary>
    public long Length(int list) => _lists[list].Length;

    /// <summary>The codes of one list, laid out as <see cref="Layout"/> says; null while the list has never held any.</summary>
    public byte* Codes(int list) => _lists[list].Codes;

    /// <summary>The ids of one list, n × 1.</summary>
    public Rows<long> Ids(int list) => new(_lists[list].Ids, _lists[list].Length, 1);

    /// <summary>Reads the codes of a list from <paramref name="start"/> on.</summary>
    public void ReadCodes(int list, long start, Rows<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Count, _lists[list].Length - start, nameof(destination));
        Layout.Read(_lists[list].Codes, start, destination);
    }

    /// <summary>Makes all lists those of a mapped file, to be told by <see cref="Map"/>. They must be empty.</summary>
    public void BeginMap()
    {
        if (!CanMap)
            throw new InvalidOperationException("Only lists whose searches look at rows can be mapped.");
        Layout = new CodeLayout(CodeSize, isTransposed: false);
        IsMapped = true;
    }

    /// <summary>Uses codes, n × <see cref="CodeSize"/>, and ids of a mapped file, which must stay mapped. Neither need be aligned.</summary>
    public void Map(int list, byte* codes, long* ids, long count)
        => _lists[list] = new List { Codes = codes, Ids = ids, Length = count, Capacity = count };

    /// <summary>Makes room for <paramref name="rows"/> more codes in a list; codes and ids may move.</summary>
    public void Reserve(int list, long rows)
    {
        ThrowIfMapped();
        ref List target = ref _lists[list];
        long wanted = checked(target.Length + rows);
        if (wanted <= target.Capacity)
            return;
        // A list that grows a second time is likely to grow again.
        long capacity = target.Capacity == 0 ? wanted : Math.Max(wanted, target.Capacity + target.Capacity / 4);
        Reallocate(ref target, capacity);
    }

    private void Reallocate(ref List target, long capacity)
    {
        nuint codeBytes = (nuint)checked(Layout.Bytes(capacity) + AlignedBuffer<byte>.Slack);
        byte* codes = (byte*)NativeMemory.AlignedRealloc(target.Codes, codeBytes, Alignment);
        // Kernels load whole vectors, so what lies behind the last code must hold numbers.
        NativeMemory.Clear(codes + codeBytes - AlignedBuffer<byte>.Slack, AlignedBuffer<byte>.Slack);
        target.Codes = codes;
        nuint idBytes = (nuint)checked(capacity * sizeof(long) + AlignedBuffer<byte>.Slack);
        target.Ids = (long*)NativeMemory.AlignedRealloc(target.Ids, idBytes, Alignment);
        NativeUsage.Note(codeBytes + idBytes);
        target.Capacity = capacity;
    }

    /// <summary>Writes one code and its id into a reserved row, <paramref name="offset"/> rows behind the end of the list.</summary>
    public void WriteReserved(int list, long offset, byte* code, long id)
    {
        ref List target = ref _lists[list];
        Layout.WriteRow(target.Codes, target.Length + offset, code);
        target.Ids[target.Length + offset] = id;
    }

    /// <summary>Writes codes into reserved rows, <paramref name="offset"/> rows behind the end of the list.</summary>
    public void WriteCodes(int list, long offset, Rows<byte> codes)
    {
        ref List target = ref _lists[list];
        Layout.Write(target.Codes, target.Length + offset, codes);
    }

    /// <summary>Writes ids into reserved rows behind the end of the list.</summary>
    public void WriteIds(int list, Rows<long> ids)
    {
        ref List target = ref _lists[list];
        NativeMemory.Copy(ids.Pointer, target.Ids + target.Length, (nuint)(ids.Count * sizeof(long)));
    }

    /// <summary>Makes <paramref name="rows"/> reserved rows part of a list.</summary>
    public void Commit(int list, long rows) => _lists[list].Length += rows;

    /// <summary>Appends codes, n × <see cref="CodeSize"/>, and their ids, n × 1, to a list.</summary>
    public void Append(int list, Rows<byte> codes, Rows<long> ids)
    {
        Reserve(list, codes.Count);
        ref List target = ref _lists[list];
        Layout.Write(target.Codes, target.Length, codes);
        NativeMemory.Copy(ids.Pointer, target.Ids + target.Length, (nuint)(ids.Count * sizeof(long)));
        target.Length += codes.Count;
    }

    /// <summary>Appends the lists of <paramref name="other"/> to those of the same number, with shifted ids.</summary>
    public void Append(InvertedLists other, long idShift)
    {
        // All memory first: from here on nothing can fail.
        for (int list = 0; list < Count; list++)
            Reserve(list, other.Length(list));
        using var scratch = new Scratch<byte>(1, CodeSize);
        byte* code = scratch.Pointer;
        for (int list = 0; list < Count; list++)
        {
            List source = other._lists[list];
            for (long row = 0; row < source.Length; row++)
            {
                Layout.ReadRow(source.Codes, row, code);
                WriteReserved(list, row, code, source.Ids[row] + idShift);
            }
            Commit(list, source.Length);
        }
    }

    /// <summary>Puts the last row of a list in the place of <paramref name="row"/>. FAISS removes like this.</summary>
    /// <returns>The id that has moved, or −1 when the row was the last.</returns>
    public long RemoveBySwap(int list, long row)
    {
        ThrowIfMapped();
        ref List target = ref _lists[list];
        long last = target.Length - 1;
        target.Length = last;
        if (row == last)
            return -1;
        Layout.CopyRow(target.Codes, last, row);
        return target.Ids[row] = target.Ids[last];
    }

    /// <summary>Gives back what growth has taken beyond what the lists hold.</summary>
    public void TrimExcess()
    {
        ThrowIfMapped();
        for (int number = 0; number < _lists.Length; number++)
        {
            ref List list = ref _lists[number];
            if (list.Capacity == list.Length)
                continue;
            if (list.Length == 0)
            {
                NativeMemory.AlignedFree(list.Codes);
                NativeMemory.AlignedFree(list.Ids);
                list = default;
                continue;
            }
            Reallocate(ref list, list.Length);
        }
    }

    /// <summary>Empties all lists and gives their memory back.</summary>
    public void Clear()
    {
        ThrowIfMapped();
        Free();
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        foreach (ref List list in _lists.AsSpan())
        {
            if (IsMapped)
                list = default;
            NativeMemory.AlignedFree(list.Codes);
            NativeMemory.AlignedFree(list.Ids);
            list = default;
        }
    }

    private void ThrowIfMapped()
    {
        if (IsMapped)
            throw ReadOnlyStorage.Error();
    }

    private struct List
    {
        public byte* Codes;
        public long* Ids;
        public long Length;
        public long Capacity;
    }
}
