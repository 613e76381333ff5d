using System.Buffers.Binary;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace FaissNet.Evaluation;

/// <summary>
/// What a <c>.npy</c> file says about itself: magic <c>93 'NUMPY'</c>, version (1.0, 2.0, 3.0), length of the header as uint16 (1.0) or
/// uint32, then a
/// Python dictionary with exactly the keys <c>descr</c>, <c>fortran_order</c> and <c>shape</c>, then the data. Format: NumPy's NEP 1.
/// </summary>
internal sealed class NpyHeader
{
    /// <summary>The same bound as for the dimension of an index.</summary>
    public const int MaxDimension = 1 << 20;

    // NumPy itself refuses headers above 10,000 bytes, because its parser may be abused with them.
    private const int MaxHeaderLength = 10_000;

    private NpyHeader(VectorElementType elementType, long[] shape, long dataOffset)
    {
        ElementType = elementType;
        Shape = shape;
        DataOffset = dataOffset;
    }

    public VectorElementType ElementType { get; }

    public long[] Shape { get; }

    public long DataOffset { get; }

    public static NpyHeader Read(SafeFileHandle file, string path)
    {
        long length = RandomAccess.GetLength(file);
        Span<byte> start = stackalloc byte[12];
        if (length < start.Length)
            throw new InvalidDataException($"{path} has {length} bytes, too few for a .npy file.");
        VectorFile.ReadExactly(file, path, 0, start);
        if (start[0] != 0x93 || !start[1..6].SequenceEqual("NUMPY"u8))
            throw new InvalidDataException($"{path} does not start with the magic bytes of a .npy file.");
        (byte major, byte minor) = (start[6], start[7]);
        if (major is < 1 or > 3 || minor != 0)
            throw new InvalidDataException($"{path} has the .npy version {major}.{minor}; 1.0, 2.0 and 3.0 are read.");
        int preamble = major == 1 ? 10 : 12;
        uint headerLength = major == 1 ? BinaryPrimitives.ReadUInt16LittleEndian(start[8..]) : BinaryPrimitives.ReadUInt32LittleEndian(start[8..]);
        if (headerLength is 0 or > MaxHeaderLength || headerLength > length - preamble)
        {
            throw new InvalidDataException(
                $"{path} announces a header of {headerLength} bytes, which is more than the file has or any array needs.");
        }
        var bytes = new byte[headerLength];
        VectorFile.ReadExactly(file, path, preamble, bytes);
        string text = (major == 3 ? Encoding.UTF8 : Encoding.Latin1).GetString(bytes);
        (string descr, bool fortranOrder, long[] shape) = new NpyHeaderParser(text, path).Parse();
        if (fortranOrder && shape.Length > 1)
            throw new InvalidDataException($"{path} is in Fortran order; save it in C order, e.g. with numpy.ascontiguousarray.");
        VectorElementType type = TypeOf(descr, path);
        long offset = preamble + headerLength;
        CheckLength(shape, Elements.Size(type), length - offset, path);
        return new NpyHeader(type, shape, offset);
    }

    private static VectorElementType TypeOf(string descr, string path) => descr switch
    {
        "<f4" => VectorElementType.Float32,
        "<f2" => VectorElementType.Float16,
        "|u1" or "<u1" => VectorElementType.UInt8,
        "<i4" => VectorElementType.Int32,
        "<i8" => VectorElementType.Int64,
        _ => throw new InvalidDataException(
            $"{path} has elements of type '{descr}'; float32, float16, uint8, int32 and int64 in little-endian order are read. "
            + "Convert it, e.g. with astype('float32')."),
    };

    private static void CheckLength(long[] shape, int elementSize, long available, string path)
    {
        Int128 expected = elementSize;
        foreach (long extent in shape)
        {
            expected *= extent;
            // Checked at every step: the product of many large extents would leave even 128 bits.
            if (expected > long.MaxValue)
            {
                throw new InvalidDataException(
                    $"{path} announces an array of ({string.Join(", ", shape)}) elements, more than any file can hold.");
            }
        }
        if (expected != available)
        {
            string problem = expected > available ? "it is truncated" : "something follows the array";
            throw new InvalidDataException($"{path} announces {expected} bytes of data but has {available}: {problem}.");
        }
    }
}
