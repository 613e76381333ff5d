using System.Runtime.InteropServices;
using FaissNet.Kernels;

namespace FaissNet.Storage;

/// <summary>
/// How the codes of many vectors lie in one piece of memory: row by row, as FAISS's files have them, or in blocks of 64 rows with the bytes
/// transposed, [block][byte][64], where one load brings the same byte of 64 codes. Codes of signs and factors have blocks of their own, <see
/// cref="SignBlocks"/>, and so have 4-bit codes that are scanned fast, <see cref="NibbleBlocks"/>. Only memory is laid out like that; files never are.
/// </summary>
/// <param name="codeSize">Bytes of one code.</param>
/// <param name="isTransposed">Whether blocks are transposed.</param>
internal readonly unsafe struct CodeLayout(int codeSize, bool isTransposed)
{
    private readonly SignShape _signs;

    /// <summary>Sub-quantizers of codes in <see cref="NibbleBlocks"/>, else 0.</summary>
    private readonly int _nibbles;

    private CodeLayout(int nibbles)
        : this((nibbles + 1) / 2, isTransposed: true)
    {
        _nibbles = nibbles;
    }

    /// <summary>A layout of <see cref="SignBlocks"/>.</summary>
    public CodeLayout(SignShape shape)
        : this(shape.CodeSize, isTransposed: true)
    {
        _signs = shape;
    }

    public int CodeSize { get; } = codeSize;

    /// <summary>Whether rows lie in blocks rather than one after another.</summary>
    public bool IsTransposed { get; } = isTransposed;

    /// <summary>Whether rows share bytes, so that two of them must not be written at the same time.</summary>
    public bool SharesBytes => _nibbles > 0;

    private bool HasSigns => _signs.CodeSize > 0;

    /// <summary>4-bit codes of <paramref name="m"/> sub-quantizers in <see cref="NibbleBlocks"/>.</summary>
    public static CodeLayout OfNibbles(int m) => new(m);

    /// <summary>Bytes that <paramref name="rows"/> codes occupy; a transposed layout always holds whole blocks.</summary>
    public long Bytes(long rows)
        => SharesBytes ? NibbleBlocks.Bytes(rows, _nibbles)
            : IsTransposed ? CodeBlocks.Bytes(rows, CodeSize) : checked(rows * CodeSize);

    /// <summary>Writes codes, n × <see cref="CodeSize"/>, to the rows from <paramref name="row"/> on.</summary>
    public void Write(byte* codes, long row, Rows<byte> source)
    {
        if (SharesBytes)
            NibbleBlocks.WriteRows(codes, row, source.Pointer, source.Count, _nibbles);
        else if (HasSigns)
            SignBlocks.Write(codes, row, source.Pointer, source.Count, _signs);
        else if (IsTransposed)
            CodeBlocks.Append(codes, row, source.Pointer, source.Count, CodeSize);
        else
            NativeMemory.Copy(source.Pointer, codes + row * CodeSize, (nuint)(source.Count * CodeSize));
    }

    /// <summary>Reads the codes of the rows from <paramref name="row"/> on into n × <see cref="CodeSize"/> bytes.</summary>
    public void Read(byte* codes, long row, Rows<byte> destination)
    {
        if (SharesBytes)
            NibbleBlocks.ReadRows(codes, row, destination.Count, _nibbles, destination.Pointer);
        else if (HasSigns)
            SignBlocks.Read(codes, row, destination.Count, _signs, destination.Pointer);
        else if (IsTransposed)
            CodeBlocks.ReadRows(codes, row, destination.Count, CodeSize, destination.Pointer);
        else
            NativeMemory.Copy(codes + row * CodeSize, destination.Pointer, (nuint)(destination.Count * CodeSize));
    }

    public void WriteRow(byte* codes, long row, byte* code)
    {
        if (SharesBytes)
            NibbleBlocks.WriteRow(codes, row, code, _nibbles);
        else if (HasSigns)
            SignBlocks.Write(codes, row, code, 1, _signs);
        else if (IsTransposed)
            CodeBlocks.WriteRow(codes, row, code, CodeSize);
        else
            NativeMemory.Copy(code, codes + row * CodeSize, (nuint)CodeSize);
    }

    public void ReadRow(byte* codes, long row, byte* code)
    {
        if (SharesBytes)
            NibbleBlocks.ReadRow(codes, row, _nibbles, code);
        else if (HasSigns)
            SignBlocks.Read(codes, row, 1, _signs, code);
        else if (IsTransposed)
            CodeBlocks.ReadRow(codes, row, CodeSize, code);
        else
            NativeMemory.Copy(codes + row * CodeSize, code, (nuint)CodeSize);
    }

    /// <summary>Copies the code of one row over that of another.</summary>
    public void CopyRow(byte* codes, long from, long to)
    {
        if (!IsTransposed)
        {
            NativeMemory.Copy(codes + from * CodeSize, codes + to * CodeSize, (nuint)CodeSize);
            return;
        }
        if (SharesBytes)
        {
            NibbleBlocks.CopyRow(codes, from, to, _nibbles);
            return;
        }
        if (HasSigns)
        {
            SignBlocks.Copy(codes, from, to, _signs);
            return;
        }
        byte* source = CodeBlocks.Row(codes, from, CodeSize);
        byte* target = CodeBlocks.Row(codes, to, CodeSize);
        for (nint i = 0; i < CodeSize; i++)
            target[i * CodeBlocks.BlockRows] = source[i * CodeBlocks.BlockRows];
    }
}
