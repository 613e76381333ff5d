using System.Numerics;
using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;

namespace FaissNet.Evaluation;

/// <summary>A column of an Arrow file or stream (Feather version 2, the files of Hugging Face's data sets), one record batch at a time.</summary>
internal sealed class ArrowColumn : TableColumn
{
    private readonly FileStream _stream;
    private readonly string _file;
    private readonly int _index;

    private ArrowColumn(string file, FileStream stream, Field field, int index)
    {
        _file = file;
        _stream = stream;
        _index = index;
        Name = $"{file}#{field.Name}";
        IsList = IsListField(field);
    }

    public override string Name { get; }

    public override bool IsList { get; }

    public static ArrowColumn Open(string file, string? column, bool wantLists)
    {
        var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read);
        try
        {
            using ArrowStreamReader reader = Reader(stream);
            IReadOnlyList<Field> all = Task.Run(() => reader.GetSchema().AsTask()).GetAwaiter().GetResult().FieldsList;
            IEnumerable<Field> usable = all.Where(field => IsNumber(field.DataType) || IsListField(field));
            Field field = Choose(file, column, wantLists, usable, field => field.Name, IsListField);
            return new ArrowColumn(file, stream, field, all.ToList().IndexOf(field));
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    protected override IEnumerable<ColumnBatch<T>> ReadCore<T>()
    {
        _stream.Position = 0;
        using ArrowStreamReader reader = Reader(_stream);
        long row = 0;
        while (Task.Run(() => reader.ReadNextRecordBatchAsync().AsTask()).GetAwaiter().GetResult() is { } batch)
        {
            using (batch)
            {
                yield return Convert<T>(batch.Column(_index), row);
                row += batch.Length;
            }
        }
    }

    public override void Dispose() => _stream.Dispose();

    private static ArrowStreamReader Reader(FileStream stream)
    {
        Span<byte> magic = stackalloc byte[6];
        stream.Position = 0;
        int read = stream.ReadAtLeast(magic, magic.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        var codecs = new CompressionCodecFactory();
        return magic[..read].SequenceEqual("ARROW1"u8)
            ? new ArrowFileReader(stream, allocator: null!, codecs, leaveOpen: true)
            : new ArrowStreamReader(stream, allocator: null!, codecs, leaveOpen: true);
    }

    private static bool IsListField(Field field) => field.DataType switch
    {
        ListType list => IsNumber(list.ValueDataType),
        LargeListType list => IsNumber(list.ValueDataType),
        FixedSizeListType list => IsNumber(list.ValueDataType),
        _ => false,
    };

    private static bool IsNumber(IArrowType type) => type.TypeId is ArrowTypeId.HalfFloat or ArrowTypeId.Float or ArrowTypeId.Double
        or ArrowTypeId.Int8 or ArrowTypeId.Int16 or ArrowTypeId.Int32 or ArrowTypeId.Int64
        or ArrowTypeId.UInt8 or ArrowTypeId.UInt16 or ArrowTypeId.UInt32 or ArrowTypeId.UInt64;

    private ColumnBatch<T> Convert<T>(IArrowArray column, long firstRow)
        where T : unmanaged, INumber<T>
    {
        var lengths = new int[column.Length];
        if (!IsList)
        {
            lengths.AsSpan().Fill(1);
            return new ColumnBatch<T>(Numbers<T>(column, firstRow), lengths);
        }
        var values = new List<T>();
        for (int row = 0; row < column.Length; row++)
        {
            if (column.IsNull(row))
                continue;
            // Not disposed of: a slice shares its memory with the batch, which is.
            IArrowArray list = column switch
            {
                ListArray lists => lists.GetSlicedValues(row),
                LargeListArray lists => lists.GetSlicedValues(row),
                _ => ((FixedSizeListArray)column).GetSlicedValues(row),
            };
            lengths[row] = list.Length;
            values.AddRange(Numbers<T>(list, firstRow + row));
        }
        return new ColumnBatch<T>([.. values], lengths);
    }

    private T[] Numbers<T>(IArrowArray array, long row)
        where T : unmanaged, INumber<T>
    {
        if (array.NullCount > 0)
            throw Missing(row);
        return array switch
        {
            FloatArray x => ColumnNumbers.Convert<float, T>(x.Values, Name),
            DoubleArray x => ColumnNumbers.Convert<double, T>(x.Values, Name),
            HalfFloatArray x => ColumnNumbers.Convert<Half, T>(x.Values, Name),
            Int8Array x => ColumnNumbers.Convert<sbyte, T>(x.Values, Name),
            Int16Array x => ColumnNumbers.Convert<short, T>(x.Values, Name),
            Int32Array x => ColumnNumbers.Convert<int, T>(x.Values, Name),
            Int64Array x => ColumnNumbers.Convert<long, T>(x.Values, Name),
            UInt8Array x => ColumnNumbers.Convert<byte, T>(x.Values, Name),
            UInt16Array x => ColumnNumbers.Convert<ushort, T>(x.Values, Name),
            UInt32Array x => ColumnNumbers.Convert<uint, T>(x.Values, Name),
            UInt64Array x => ColumnNumbers.Convert<ulong, T>(x.Values, Name),
            _ => throw new InvalidDataException($"{Name} holds {array.Data.DataType.Name}; numbers are read."),
        };
    }
}
