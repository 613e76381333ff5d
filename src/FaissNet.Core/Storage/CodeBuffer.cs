namespace FaissNet.Storage;

/// <summary>
/// A growable table of codes in native memory, one per vector. Rows beyond <see cref="Count"/> may be written ahead and become part of the table
/// with <see cref="Commit"/>, so that adding which fails or is cancelled leaves it as it was. Or, instead, the rows of a mapped file, which cannot change.
/// </summary>
internal sealed unsafe class CodeBuffer(CodeLayout layout) : IDisposable
{
    private readonly AlignedBuffer<byte> _bytes = new();
    private byte* _mapped;

    /// <summary>How the codes lie now: row-major, whatever was asked for, once they are mapped.</summary>
    public CodeLayout Layout { get; private set; } = layout;

    /// <summary>
    /// Whether searches follow <see cref="Layout"/>, so that codes may be mapped as files have them. Set it where the layout in memory is transposed and
    /// searches look at rows as well.
    /// </summary>
    public bool CanMap { get; init; } = !layout.IsTransposed;

    /// <summary>Whether the codes are those of a file.</summary>
    public bool IsMapped => _mapped != null;

    public int CodeSize => Layout.CodeSize;

    /// <summary>Number of codes.</summary>
    public long Count { get; private set; }

    /// <summary>The first byte; changes whenever the table grows.</summary>
    public byte* Pointer => IsMapped ? _mapped : _bytes.Pointer;

    /// <summary>All codes, n × <see cref="CodeSize"/>; only for a layout that is row-major.</summary>
    public Rows<byte> Rows
        => Layout.IsTransposed
            ? throw new InvalidOperationException("Transposed codes have no rows in memory.")
            : new Rows<byte>(Pointer, Count, CodeSize);

    /// <summary>Uses codes of a mapped file, n × <see cref="CodeSize"/>, which must stay mapped. The table must be empty.</summary>
    public void Map(byte* codes, long count)
    {
        if (!CanMap || Count > 0)
            throw new InvalidOperationException("Only an empty table whose searches look at rows can be mapped.");
        Layout = new CodeLayout(CodeSize, isTransposed: false);
        _mapped = codes;
        Count = count;
    }

    /// <summary>Makes room for <paramref name="rows"/> codes behind those that are there.</summary>
    public void Reserve(long rows)
    {
        ThrowIfMapped();
        _bytes.EnsureCapacity(Layout.Bytes(Count + rows));
    }

    /// <summary>Reserved rows behind the table for a caller who encodes in place; only for a layout that is row-major.</summary>
    public Rows<byte> Reserved(long rows)
    {
        Reserve(rows);
        return new Rows<byte>(_bytes.Pointer + Layout.Bytes(Count), rows, CodeSize);
    }

    /// <summary>Writes codes into reserved rows, <paramref name="offset"/> rows behind the end of the table.</summary>
    public void WriteReserved(long offset, Rows<byte> codes) => Layout.Write(_bytes.Pointer, Count + offset, codes);

    /// <summary>Makes <paramref name="rows"/> reserved rows part of the table.</summary>
    public void Commit(long rows) => Count += rows;

    /// <summary>Appends codes, n × <see cref="CodeSize"/>.</summary>
    public void Append(Rows<byte> codes)
    {
        Reserve(codes.Count);
        WriteReserved(0, codes);
        Commit(codes.Count);
    }

    /// <summary>Appends the codes of a table of the same layout.</summary>
    public void Append(CodeBuffer other)
    {
        Reserve(other.Count);
        if (!Layout.IsTransposed)
        {
            Layout.Write(_bytes.Pointer, Count, other.Rows);
        }
        else
        {
            using var scratch = new Scratch<byte>(1, CodeSize);
            byte* code = scratch.Pointer;
            for (long row = 0; row < other.Count; row++)
            {
                Layout.ReadRow(other.Pointer, row, code);
                Layout.WriteRow(_bytes.Pointer, Count + row, code);
            }
        }
        Commit(other.Count);
    }

    /// <summary>Reads the codes from <paramref name="start"/> on.</summary>
    public void Read(long start, Rows<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(destination.Count, Count - start, nameof(destination));
        Layout.Read(Pointer, start, destination);
    }

    /// <summary>Takes out the rows whose position the filter contains; the rest keep their order and move down.</summary>
    /// <returns>How many were taken out.</returns>
    public long Remove(IdFilter positions)
    {
        ThrowIfMapped();
        long kept = 0;
        for (long row = 0; row < Count; row++)
        {
            if (positions.Contains(row))
                continue;
            if (kept != row)
                Layout.CopyRow(_bytes.Pointer, row, kept);
            kept++;
        }
        long removed = Count - kept;
        Count = kept;
        return removed;
    }

    /// <summary>Overwrites one code.</summary>
    public void WriteRow(long row, byte* code)
    {
        ThrowIfMapped();
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)row, (ulong)Count, nameof(row));
        Layout.WriteRow(_bytes.Pointer, row, code);
    }

    /// <summary>Gives back what growth has taken beyond what the table holds.</summary>
    public void TrimExcess()
    {
        ThrowIfMapped();
        _bytes.TrimExcess(Layout.Bytes(Count));
    }

    public void Clear()
    {
        ThrowIfMapped();
        Count = 0;
    }

    public void Dispose()
    {
        _bytes.Dispose();
        _mapped = null;
        Count = 0;
    }

    private void ThrowIfMapped()
    {
        if (IsMapped)
            throw ReadOnlyStorage.Error();
    }
}
