using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace FaissNet.Evaluation;

/// <summary>The formats of the TEXMEX corpora (SIFT1M, GIST1M): per row an int32 with the dimension, then the elements.</summary>
internal sealed class VecsFile : VectorFile
{
    private const int HeaderSize = sizeof(int);

    public VecsFile(string path, SafeFileHandle file, VectorElementType elementType)
        : base(path, file)
    {
        ElementType = elementType;
        long length = RandomAccess.GetLength(file);
        if (length == 0)
            throw new InvalidDataException($"{path} is empty, so that not even the dimension of its vectors is known.");
        Span<byte> header = stackalloc byte[HeaderSize];
        ReadExactly(file, path, 0, header);
        Dimension = BinaryPrimitives.ReadInt32LittleEndian(header);
        if (Dimension is < 1 or > NpyHeader.MaxDimension)
        {
            throw new InvalidDataException(
                $"{path} starts with the dimension {Dimension}; it must be between 1 and {NpyHeader.MaxDimension}.");
        }
        RowSize = HeaderSize + Dimension * Elements.Size(elementType);
        if (length % RowSize != 0)
        {
            throw new InvalidDataException(
                $"{path} has {length} bytes, which is not a multiple of the {RowSize} bytes of a vector of dimension {Dimension}.");
        }
        Count = length / RowSize;
    }

    public override long Count { get; }

    public override int Dimension { get; }

    public override VectorElementType ElementType { get; }

    private protected override int RowSize { get; }

    private protected override long OffsetOf(long row) => row * RowSize;

    private protected override void Decode(long firstRow, ReadOnlySpan<byte> rows, Span<float> destination)
    {
        for (int row = 0; !rows.IsEmpty; row++, rows = rows[RowSize..])
        {
            int dimension = BinaryPrimitives.ReadInt32LittleEndian(rows);
            if (dimension != Dimension)
                throw new InvalidDataException($"{Path}: vector {firstRow + row} has dimension {dimension}, the first has {Dimension}.");
            Elements.ToSingle(ElementType, rows[HeaderSize..RowSize], destination.Slice(row * Dimension, Dimension));
        }
    }
}
