using Microsoft.Win32.SafeHandles;

namespace FaissNet.Evaluation;

/// <summary>A two-dimensional NumPy array: one vector a row.</summary>
internal sealed class NpyVectorFile : VectorFile
{
    private readonly NpyHeader _header;

    public NpyVectorFile(string path, SafeFileHandle file)
        : base(path, file)
    {
        _header = NpyHeader.Read(file, path);
        if (_header.Shape.Length != 2)
        {
            throw new InvalidDataException(
                $"{path} has {_header.Shape.Length} dimensions; vectors are a two-dimensional array, one vector a row.");
        }
        if (_header.Shape[1] is < 1 or > NpyHeader.MaxDimension)
        {
            throw new InvalidDataException(
                $"{path} has rows of {_header.Shape[1]} values; there must be between 1 and {NpyHeader.MaxDimension}.");
        }
        Dimension = (int)_header.Shape[1];
        RowSize = Dimension * Elements.Size(_header.ElementType);
    }

    public override long Count => _header.Shape[0];

    public override int Dimension { get; }

    public override VectorElementType ElementType => _header.ElementType;

    private protected override int RowSize { get; }

    private protected override long OffsetOf(long row) => _header.DataOffset + row * RowSize;

    private protected override void Decode(long firstRow, ReadOnlySpan<byte> rows, Span<float> destination)
        => Elements.ToSingle(ElementType, rows, destination);
}
