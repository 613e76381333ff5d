using System.Numerics;

namespace FaissNet.Evaluation;

/// <summary>One column of numbers, or of lists of numbers, of a table in a file: Parquet or Arrow.</summary>
internal abstract class TableColumn : IDisposable
{
    private const char Separator = '#';

    /// <summary>The file, and which of its columns, for messages.</summary>
    public abstract string Name { get; }

    public abstract bool IsList { get; }

    /// <summary>Whether a path names such a file, with or without a column behind it.</summary>
    public static bool IsTable(string path) => Kind(Split(path).File) is not null;

    /// <summary>Opens <c>file</c> or <c>file#column</c>.</summary>
    /// <param name="path">The file, and which of its columns where it has several of the kind that is wanted.</param>
    /// <param name="wantLists">Which kind is wanted where no column is named: lists of numbers or numbers.</param>
    /// <exception cref="InvalidDataException">The file is not of its kind, or there is no such column.</exception>
    public static TableColumn Open(string path, bool wantLists)
    {
        (string file, string? column) = Split(path);
        try
        {
            return Kind(file) == ".parquet" ? ParquetColumn.Open(file, column, wantLists) : ArrowColumn.Open(file, column, wantLists);
        }
        catch (Exception e) when (e is not (FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException or InvalidDataException))
        {
            // The libraries throw whatever a damaged file leads them to.
            throw new InvalidDataException($"{file} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads all rows, some at a time.</summary>
    /// <typeparam name="T">What to convert the numbers to: <see cref="float"/>, or <see cref="long"/> for columns of integers.</typeparam>
    /// <exception cref="InvalidDataException">The file is damaged, a number is missing, or the column holds something else.</exception>
    public IEnumerable<ColumnBatch<T>> Read<T>()
        where T : unmanaged, INumber<T>
    {
        using IEnumerator<ColumnBatch<T>> batches = ReadCore<T>().GetEnumerator();
        while (Next(batches))
            yield return batches.Current;
    }

    public abstract void Dispose();

    protected abstract IEnumerable<ColumnBatch<T>> ReadCore<T>()
        where T : unmanaged, INumber<T>;

    /// <summary>Which of the columns is meant.</summary>
    protected static TColumn Choose<TColumn>(
        string file, string? wanted, bool wantLists, IEnumerable<TColumn> columns, Func<TColumn, string> name, Func<TColumn, bool> isList)
    {
        TColumn[] all = [.. columns];
        TColumn[] fitting = wanted is null ? Array.FindAll(all, column => isList(column) == wantLists) : Array.FindAll(all, column => name(column) == wanted);
        if (fitting is [var only])
            return only;
        string there = all.Length == 0
            ? "it has no columns of numbers or of lists of numbers"
            : $"it has {string.Join(", ", all.Select(column => $"{name(column)}{(isList(column) ? " (lists)" : "")}"))}";
        throw new InvalidDataException(
            wanted is null
                ? $"{file} must have exactly one column of {(wantLists ? "lists of numbers" : "numbers")} unless one is named, as in {file}{Separator}column; {there}."
                : $"{file} has no column {wanted} of numbers or of lists of numbers; {there}.");
    }

    protected InvalidDataException Missing(long row) => new($"{Name}: a number is missing in row {row}.");

    private static (string File, string? Column) Split(string path)
    {
        int separator = path.LastIndexOf(Separator);
        return separator > 0 && Kind(path[..separator]) is not null ? (path[..separator], path[(separator + 1)..]) : (path, null);
    }

    private static string? Kind(string file)
        => Path.GetExtension(file).ToLowerInvariant() is var kind && kind is ".parquet" or ".arrow" or ".arrows" or ".feather" or ".ipc" ? kind : null;

    private bool Next<T>(IEnumerator<ColumnBatch<T>> batches)
    {
        try
        {
            return batches.MoveNext();
        }
        catch (Exception e) when (e is not (InvalidDataException or OutOfMemoryException))
        {
            throw new InvalidDataException($"{Name} cannot be read: {e.Message}", e);
        }
    }
}
