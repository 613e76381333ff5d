using Apache.Arrow;
using Apache.Arrow.Compression;
using Apache.Arrow.Ipc;
using Apache.Arrow.Types;
using Parquet;
using Parquet.Schema;
using Field = Apache.Arrow.Field;

namespace FaissNet.Evaluation.Tests;

/// <summary>Writes small Parquet and Arrow files.</summary>
internal static class Tables
{
    public const int GroupRows = 3;

    /// <summary>
    /// Columns <c>embedding</c> (lists of floats), <c>item</c> and <c>relevant</c> (lists of int64), in row groups of three rows.
    /// A <c>null</c> list stays one.
    /// </summary>
    public static void WriteParquet(string path, float[][] vectors, long[] items, long[]?[] relevant)
    {
        var item = new DataField<long>("item");
        var schema = new ParquetSchema(
            new ListField("embedding", new DataField<float>("element", nullable: false)), item,
            new ListField("relevant", new DataField<long>("element", nullable: true)));
        using var stream = new FileStream(path, FileMode.Create);
        ParquetWriter writer = ParquetWriter.CreateAsync(schema, stream).GetAwaiter().GetResult();
        for (int start = 0; start < vectors.Length; start += GroupRows)
        {
            Range rows = start..Math.Min(start + GroupRows, vectors.Length);
            using ParquetRowGroupWriter group = writer.CreateRowGroup();
            WriteLists(group, schema.DataFields[0], vectors[rows]);
            group.WriteAsync<long>(item, items[rows]).GetAwaiter().GetResult();
            WriteLists(group, schema.DataFields[2], relevant[rows]);
        }
        writer.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    /// <summary>The same columns; the vectors as lists of fixed size of the type.</summary>
    public static void WriteArrow(string path, float[][] vectors, long[] items, long[][] relevant, IArrowType type, bool asFile = true, bool compress = false)
    {
        var embedding = new Field("embedding", new FixedSizeListType(new Field("item", type, false), vectors[0].Length), false);
        var schema = new Schema(
            [embedding, new Field("item", Int64Type.Default, false), new Field("relevant", new ListType(new Field("item", Int64Type.Default, false)), false)], null);
        var options = new IpcOptions
        {
            CompressionCodecFactory = compress ? new CompressionCodecFactory() : null,
            CompressionCodec = compress ? CompressionCodecType.Lz4Frame : null,
        };
        using var stream = new FileStream(path, FileMode.Create);
        using ArrowStreamWriter writer = asFile ? new ArrowFileWriter(stream, schema, false, options) : new ArrowStreamWriter(stream, schema, false, options);
        writer.WriteStart();
        for (int start = 0; start < vectors.Length; start += GroupRows)
        {
            Range rows = start..Math.Min(start + GroupRows, vectors.Length);
            var lists = new ListArray.Builder(Int64Type.Default);
            var ids = (Int64Array.Builder)lists.ValueBuilder;
            foreach (long[] list in relevant[rows])
            {
                lists.Append();
                ids.AppendRange(list);
            }
            float[] flat = [.. vectors[rows].SelectMany(vector => vector)];
            IArrowArray values = type is HalfFloatType
                ? new HalfFloatArray.Builder().AppendRange(flat.Select(value => (Half)value)).Build()
                : new FloatArray.Builder().AppendRange(flat).Build();
            int count = vectors[rows].Length;
            using var batch = new RecordBatch(
                schema,
                [
                    new FixedSizeListArray(embedding.DataType, count, values, ArrowBuffer.Empty), new Int64Array.Builder().AppendRange(items[rows]).Build(),
                    lists.Build(),
                ],
                count);
            writer.WriteRecordBatch(batch);
        }
        writer.WriteEnd();
    }

    private static void WriteLists<T>(ParquetRowGroupWriter group, DataField field, T[]?[] lists)
        where T : struct
    {
        var repetitions = new List<int>();
        var definitions = new List<int>();
        foreach (T[]? list in lists)
        {
            repetitions.AddRange(Enumerable.Range(0, Math.Max(1, list?.Length ?? 0)).Select(i => i == 0 ? 0 : 1));
            definitions.AddRange(list is { Length: > 0 } ? Enumerable.Repeat(field.MaxDefinitionLevel, list.Length) : [list is null ? 0 : 1]);
        }
        T[] values = [.. lists.SelectMany(list => list ?? [])];
        group.WriteAllPartsAsync<T>(field, values, definitions.ToArray(), repetitions.ToArray(), default).GetAwaiter().GetResult();
    }
}
