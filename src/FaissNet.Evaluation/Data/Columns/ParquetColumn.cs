using System.Numerics;
using Parquet;
using Parquet.Data;
using Parquet.Schema;

namespace FaissNet.Evaluation;

/// <summary>A column of a Parquet file. Its row groups are decoded as a whole, one after another.</summary>
internal sealed class ParquetColumn : TableColumn
{
    private readonly ParquetReader _reader;
    private readonly DataField _field;

    private ParquetColumn(string file, ParquetReader reader, DataField field)
    {
        _reader = reader;
        _field = field;
        Name = $"{file}#{_field.Path.FirstPart}";
    }

    public override string Name { get; }

    public override bool IsList => IsListField(_field);

    public static ParquetColumn Open(string file, string? column, bool wantLists)
    {
        // Task.Run, so that no caller's synchronization context is waited for.
        ParquetReader reader = Task.Run(() => ParquetReader.CreateAsync(file)).GetAwaiter().GetResult();
        try
        {
            DataField[] fields = Array.FindAll(
                reader.Schema.DataFields, field => ColumnNumbers.CanConvert(field.ClrType) && (field.MaxRepetitionLevel == 0 ? field.Path.ToList().Count == 1 : IsListField(field)));
            return new ParquetColumn(file, reader, Choose(file, column, wantLists, fields, field => field.Path.FirstPart!, IsListField));
        }
        catch
        {
            Close(reader);
            throw;
        }
    }

    protected override IEnumerable<ColumnBatch<T>> ReadCore<T>()
    {
        long row = 0;
        for (int group = 0; group < _reader.RowGroupCount; group++)
        {
            using ParquetRowGroupReader reader = _reader.OpenRowGroupReader(group);
            using RawColumnData data = Task.Run(() => reader.ReadRawColumnDataBaseAsync(_field, default).AsTask()).GetAwaiter().GetResult();
            int[] lengths = Lengths(data, checked((int)reader.RowCount), row);
            yield return new ColumnBatch<T>(ColumnNumbers.Convert<T>(data, lengths.Sum(), Name), lengths);
            row += reader.RowCount;
        }
    }

    public override void Dispose() => Close(_reader);

    private static void Close(ParquetReader reader) => reader.DisposeAsync().AsTask().GetAwaiter().GetResult();

    private static bool IsListField(DataField field) => field.MaxRepetitionLevel == 1;

    /// <summary>
    /// Repetition level 0 begins a row. The definition level of a number that is there is the largest; one less is a number that is missing
    /// where numbers may be; less still is a list that is empty or missing.
    /// </summary>
    private int[] Lengths(RawColumnData data, int rows, long firstRow)
    {
        int most = _field.MaxDefinitionLevel;
        var lengths = new int[rows];
        ReadOnlySpan<int> definitions = most > 0 ? data.DefinitionLevels : [];
        if (!IsList)
        {
            if (definitions.IndexOfAnyExcept(most) is >= 0 and var missing)
                throw Missing(firstRow + missing);
            lengths.AsSpan().Fill(1);
            return lengths;
        }
        ReadOnlySpan<int> repetitions = data.RepetitionLevels;
        int present = most - (_field.IsNullable ? 1 : 0);
        int row = -1;
        for (int i = 0; i < repetitions.Length; i++)
        {
            row += repetitions[i] == 0 ? 1 : 0;
            if (row < 0 || row >= rows)
                throw new InvalidDataException($"{Name}: the repetition levels contradict the number of rows.");
            if (definitions[i] == most)
                lengths[row]++;
            else if (definitions[i] >= present)
                throw Missing(firstRow + row);
        }
        if (row != rows - 1)
            throw new InvalidDataException($"{Name}: the repetition levels contradict the number of rows.");
        return lengths;
    }
}
