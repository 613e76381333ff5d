using System.Globalization;

namespace FaissNet.Evaluation;

/// <summary>Reads from files which stored vectors answer which query: as labels of items, or as lists of ids.</summary>
public static class RelevanceFile
{
    /// <summary>Reads one item label per vector; vectors of both sides with equal labels belong together.</summary>
    /// <param name="path">
    /// A <c>.npy</c> column of integers (<see cref="NpyIntegers"/>) or a column of integers of a table, <c>file.parquet#column</c>.
    /// </param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no such column, or is damaged.</exception>
    public static long[] ReadItems(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (!TableColumn.IsTable(path))
            return NpyIntegers.Read(path);
        using TableColumn column = TableColumn.Open(path, wantLists: false);
        if (column.IsList)
            throw new InvalidDataException($"{column.Name} holds lists; item labels are one integer a row.");
        return [.. column.Read<long>().SelectMany(batch => batch.Values)];
    }

    /// <summary>Reads for each query the ids of the stored vectors that answer it, which are their numbers, from 0.</summary>
    /// <param name="path">
    /// A column of lists of integers of a table; a two-dimensional <c>.npy</c> of integers or an <c>.ivecs</c>, in which −1 stands for
    /// nothing; or a <c>.txt</c> with a line for each query, in which ids are separated by spaces or commas.
    /// </param>
    /// <param name="baseCount">Number of stored vectors, which bounds the ids.</param>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is no such thing or is damaged, or there is no stored vector of an id.</exception>
    public static RelevanceJudgments ReadLists(string path, long baseCount)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var limits = new List<long> { 0 };
        var ids = new List<long>();
        foreach (long[] list in Lists(path))
        {
            foreach (long id in list)
            {
                if (id < -1 || id >= baseCount)
                    throw new InvalidDataException($"{path}: query {limits.Count - 1} is answered by {id}, but the stored vectors are 0 to {baseCount - 1}.");
                if (id >= 0)
                    ids.Add(id);
            }
            limits.Add(ids.Count);
        }
        return RelevanceJudgments.FromLists([.. limits], [.. ids]);
    }

    private static IEnumerable<long[]> Lists(string path)
    {
        if (TableColumn.IsTable(path))
            return OfTable(path);
        return Path.GetExtension(path).Equals(".txt", StringComparison.OrdinalIgnoreCase)
            ? File.ReadLines(path).Select((line, number) => OfLine(path, line, number + 1))
            : OfMatrix(path);
    }

    private static IEnumerable<long[]> OfTable(string path)
    {
        using TableColumn column = TableColumn.Open(path, wantLists: true);
        if (!column.IsList)
            throw new InvalidDataException($"{column.Name} holds one integer a row; lists of ids are expected, or labels of both sides.");
        foreach (ColumnBatch<long> batch in column.Read<long>())
        {
            int start = 0;
            foreach (int length in batch.Lengths)
            {
                yield return batch.Values[start..(start + length)];
                start += length;
            }
        }
    }

    private static IEnumerable<long[]> OfMatrix(string path)
    {
        using VectorFile file = VectorFile.Open(path);
        if (!Elements.IsInteger(file.ElementType))
            throw new InvalidDataException($"{path} has elements of type {file.ElementType}; ids are integers.");
        if (file.ElementType == VectorElementType.UInt8)
            throw new InvalidDataException($"{path} has elements of type {file.ElementType}, which hold no number above 255; save ids as int32 or int64.");
        var row = new long[file.Dimension];
        for (long i = 0; i < file.Count; i++)
        {
            file.ReadIntegers(i, row);
            yield return row;
        }
    }

    private static long[] OfLine(string path, string line, int number)
    {
        string[] tokens = line.Split([' ', ',', '\t', ';'], StringSplitOptions.RemoveEmptyEntries);
        return Array.ConvertAll(tokens, token => long.TryParse(token, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long id)
            ? id
            : throw new InvalidDataException($"{path}, line {number}: '{token}' is no id; ids are integers separated by spaces."));
    }
}
