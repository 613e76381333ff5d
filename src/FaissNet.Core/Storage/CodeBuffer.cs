namespace FaissNet.Storage;

/// <summary>
/// A growable table of codes in native memory, one per vector. Rows beyond <see cref="Count"/> may be written ahead and become part of the table
/// with <see cref="Commit"/>, so that adding which fails or is cancelled leaves it as it was.
/// </summary>
internal sealed unsafe class CodeBuffer(CodeLayout layout) : IDisposable
{
    private readonly AlignedBuffer<byte> _bytes = new();

    public CodeLayout Layout { get; } = layout;

    public int CodeSize => Layout.CodeSize;

    /// <summary>Number of codes.</summary>
    public long Count { get; private set; }

    /// <summary>The first byte; changes whenever the table grows.</summary>
    public byte* Pointer => _bytes.Pointer;

    /// <summary>All codes, n × <see cref="CodeSize"/>; only for a layout that is row-major.</summary>
    public Rows<byte> Rows
        => Layout.IsTransposed
            ? throw new InvalidOperationException("Transposed codes have no rows in memory.")
            : new Rows<byte>(_bytes.Pointer, Count, CodeSize);

    /// <summary>Makes room for <paramref name="rows"/> codes behind those that are there.</summary>
    public void Reserve(long rows) => _bytes.EnsureCapacity(Layout.Bytes(Count + rows));

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
        Layout.Read(_bytes.Pointer, start, destination);
    }

    /// <summary>Takes out the rows whose position the filter contains; the rest keep their order and move down.</summary>
    /// <returns>How many were taken out.</returns>
    public long Remove(IdFilter positions)
    {
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

    public void Clear() => Count = 0;

    public void Dispose()
    {
        _bytes.Dispose();
        Count = 0;
    }
}
