using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace FaissNet.Evaluation;

/// <summary>
/// A column of lists of equal length. Tables are compressed and can only be read in order, so that the column is decoded once, into a
/// temporary file of floats that is gone when this is disposed: any row can then be read, and memory holds no more than a part of it.
/// </summary>
internal sealed class ColumnVectorFile : VectorFile
{
    private ColumnVectorFile(string path, SafeFileHandle file, long count, int dimension)
        : base(path, file)
    {
        Count = count;
        Dimension = dimension;
    }

    public override long Count { get; }

    public override int Dimension { get; }

    public override VectorElementType ElementType => VectorElementType.Float32;

    private protected override int RowSize => Dimension * sizeof(float);

    public static ColumnVectorFile Decode(string path)
    {
        using TableColumn column = TableColumn.Open(path, wantLists: true);
        if (!column.IsList)
            throw new InvalidDataException($"{column.Name} holds numbers; vectors are lists of numbers.");
        string temporary = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"faissnet-{System.IO.Path.GetRandomFileName()}.f32");
        SafeFileHandle file = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.None, FileOptions.DeleteOnClose);
        try
        {
            long count = 0, offset = 0;
            int dimension = 0;
            foreach (ColumnBatch<float> batch in column.Read<float>())
            {
                foreach (int length in batch.Lengths)
                {
                    dimension = count == 0 ? length : dimension;
                    if (length != dimension || length is < 1 or > NpyHeader.MaxDimension)
                        throw WrongLength(column.Name, count, length, dimension);
                    count++;
                }
                ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes<float>(batch.Values);
                RandomAccess.Write(file, bytes, offset);
                offset += bytes.Length;
            }
            if (count == 0)
                throw new InvalidDataException($"{column.Name} has no rows, so that not even the dimension of its vectors is known.");
            return new ColumnVectorFile(path, file, count, dimension);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    private protected override long OffsetOf(long row) => row * RowSize;

    private protected override void Decode(long firstRow, ReadOnlySpan<byte> rows, Span<float> destination)
        => Elements.ToSingle(ElementType, rows, destination);

    private static InvalidDataException WrongLength(string name, long row, int length, int dimension) => new(
        length == dimension
            ? $"{name}: row {row} has {length} values; there must be between 1 and {NpyHeader.MaxDimension}."
            : $"{name}: row {row} has {length} values, the first has {dimension}.");
}
