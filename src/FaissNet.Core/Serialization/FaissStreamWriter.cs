using System.Text;
using FaissNet.Storage;

namespace FaissNet.Serialization;

/// <summary>
/// FAISS's primitive encodings onto a stream. Small values are collected; <see cref="Flush"/> hands the last of them over.
/// </summary>
internal sealed unsafe class FaissStreamWriter
{
    private const int BufferSize = 1 << 16;
    private const int BlockSize = 4 << 20;

    private readonly Stream _stream;
    private readonly BuildOptions _options;
    private readonly long _total;
    private readonly byte[] _buffer = new byte[BufferSize];
    private int _used;
    private long _written;

    /// <param name="stream">Where the bytes go.</param>
    /// <param name="options">Progress and cancellation.</param>
    /// <param name="total">About how many bytes there will be, for progress.</param>
    public FaissStreamWriter(Stream stream, BuildOptions options, long total)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("FAISS files are little-endian and are written only on little-endian machines.");
        if (!stream.CanWrite)
            throw new ArgumentException("The stream cannot be written.", nameof(stream));
        _stream = stream;
        _options = options;
        _total = total;
    }

    /// <summary>Bytes written so far.</summary>
    public long Offset => _written + _used;

    public void WriteFourcc(string fourcc)
    {
        Span<byte> bytes = stackalloc byte[4];
        Encoding.ASCII.GetBytes(fourcc, bytes);
        WriteSmall(bytes);
    }

    public void Write<T>(T value)
        where T : unmanaged
        => WriteSmall(new ReadOnlySpan<byte>(&value, sizeof(T)));

    public void Write(bool value) => Write(value ? (byte)1 : (byte)0);

    /// <summary>A vector: the number of elements, then the elements.</summary>
    public void WriteVector<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        Write((long)values.Length);
        WriteElements(values);
    }

    public void WriteElements<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        fixed (T* pointer = values)
            WriteElements(new Rows<T>(pointer, values.Length, 1));
    }

    public void WriteElements<T>(Rows<T> values)
        where T : unmanaged
    {
        byte* pointer = (byte*)values.Pointer;
        for (long left = values.Count * values.Width * sizeof(T); left > 0;)
        {
            int part = (int)Math.Min(left, BlockSize);
            WriteBlock(new ReadOnlySpan<byte>(pointer, part));
            pointer += part;
            left -= part;
        }
    }

    /// <summary>So many zero bytes.</summary>
    public void WriteZeros(long count)
    {
        ReadOnlySpan<byte> zeros = new byte[Math.Min(count, BufferSize)];
        for (; count > 0; count -= zeros.Length)
            WriteBlock(zeros[..(int)Math.Min(count, zeros.Length)]);
    }

    /// <summary>Hands over what has been collected.</summary>
    public void Flush()
    {
        _options.CancellationToken.ThrowIfCancellationRequested();
        _stream.Write(_buffer, 0, _used);
        _written += _used;
        _used = 0;
        _options.Progress?.Report(new BuildProgress("saving", Math.Min(_written, _total), _total));
    }

    private void WriteSmall(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BufferSize - _used)
            Flush();
        bytes.CopyTo(_buffer.AsSpan(_used));
        _used += bytes.Length;
    }

    private void WriteBlock(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length <= BufferSize - _used)
        {
            WriteSmall(bytes);
            return;
        }
        Flush();
        _stream.Write(bytes);
        _written += bytes.Length;
    }
}
