using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FaissNet.Storage;

namespace FaissNet.Serialization;

/// <summary>
/// FAISS's primitive encodings over a stream that is not trusted: every count is compared with the bytes that remain before anything is
/// allocated for it, and where a stream cannot tell its length, memory grows only as bytes really arrive. Reads nothing beyond what it is
/// asked for, so the stream ends exactly behind the index.
/// </summary>
internal sealed unsafe class FaissStreamReader
{
    private const int BlockSize = 4 << 20;

    private readonly Stream _stream;
    private readonly CancellationToken _cancellationToken;
    private readonly long _length;

    public FaissStreamReader(Stream stream, CancellationToken cancellationToken)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("FAISS files are little-endian and are read only on little-endian machines.");
        if (!stream.CanRead)
            throw new ArgumentException("The stream cannot be read.", nameof(stream));
        _stream = stream;
        _cancellationToken = cancellationToken;
        _length = stream.CanSeek ? Math.Max(0, stream.Length - stream.Position) : long.MaxValue;
    }

    /// <summary>Bytes read or skipped so far.</summary>
    public long Offset { get; private set; }

    /// <summary>Bytes that follow; <see cref="long.MaxValue"/> less the offset where the stream does not tell.</summary>
    public long Remaining => _length - Offset;

    /// <summary>Whether <see cref="Remaining"/> is known.</summary>
    public bool IsLengthKnown => _length != long.MaxValue;

    /// <summary>What is being read, for the sentences of exceptions.</summary>
    public string Context { get; set; } = "index";

    public FaissFormatException Error(string message) => new($"{Context}: {message} (at byte {Offset}).");

    public int ReadInt32() => ReadScalar<int>();

    public long ReadInt64() => ReadScalar<long>();

    public float ReadSingle() => ReadScalar<float>();

    public byte ReadByte() => ReadScalar<byte>();

    /// <summary>FAISS's <c>bool</c>: one byte, 0 or 1; other values make C++ compilers misbehave.</summary>
    public bool ReadBoolean()
    {
        byte value = ReadByte();
        return value <= 1 ? value == 1 : throw Error($"a truth value is {value}, expected 0 or 1");
    }

    /// <summary>FAISS's <c>size_t</c>; values beyond 2⁶³ are refused.</summary>
    public long ReadSize(string what)
    {
        long value = ReadScalar<long>();
        return value >= 0 ? value : throw Error($"{what} is {(ulong)value}, which no index can have");
    }

    public string ReadFourcc()
    {
        Span<byte> bytes = stackalloc byte[4];
        ReadExactly(bytes);
        Span<char> text = stackalloc char[4];
        for (int i = 0; i < 4; i++)
        {
            if (!char.IsAsciiLetterOrDigit((char)bytes[i]))
            {
                throw Error(
                    $"expected a type of four letters, found the bytes {Convert.ToHexString(bytes)}; "
                    + "this is not a FAISS index or it is damaged");
            }
            text[i] = (char)bytes[i];
        }
        return new string(text);
    }

    /// <summary>Reads a vector's count and checks that its elements can be there.</summary>
    public long ReadCount(int elementSize, string what)
    {
        ulong count = ReadScalar<ulong>();
        if (count > (ulong)(Remaining / elementSize))
            throw Error($"{what} has {count} elements of {elementSize} bytes, but only {Remaining} bytes follow");
        return (long)count;
    }

    /// <summary>Reads a vector's count and checks that it is the one that the rest of the file calls for.</summary>
    public long ReadCount(int elementSize, long expected, string what)
    {
        long count = ReadCount(elementSize, what);
        return count == expected ? count : throw Error($"{what} has {count} elements, expected {expected}");
    }

    /// <summary>Reads elements into native memory, which then belongs to the caller.</summary>
    public AlignedBuffer<T> ReadBuffer<T>(long count)
        where T : unmanaged
    {
        CheckRemaining(count, sizeof(T));
        var buffer = new AlignedBuffer<T>();
        try
        {
            for (long done = 0; done < count;)
            {
                long block = Math.Min(count - done, BlockSize / sizeof(T));
                // Of a stream of unknown length no more is allocated than has arrived, give or take the growth of the buffer.
                buffer.Resize(IsLengthKnown ? count : done + block);
                ReadExactly(new Span<byte>((byte*)(buffer.Pointer + done), checked((int)block * sizeof(T))));
                done += block;
            }
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }

    /// <summary>Reads elements into an array, for parts that are small in any sane file.</summary>
    public T[] ReadArray<T>(long count)
        where T : unmanaged
    {
        using AlignedBuffer<T> buffer = ReadBuffer<T>(count);
        return count > Array.MaxLength / sizeof(T) ? throw Error($"{count} elements are too many") : buffer.Slice(0, (int)count).ToArray();
    }

    /// <summary>Reads elements block by block for checking and keeps none.</summary>
    public void ReadBlocks<T>(long count, int width, SpanCheck<T> check)
        where T : unmanaged
    {
        CheckRemaining(count, sizeof(T));
        int rowsPerBlock = Math.Max(1, BlockSize / sizeof(T) / width);
        T[] block = new T[Math.Min(count, (long)rowsPerBlock * width)];
        for (long done = 0; done < count;)
        {
            Span<T> part = block.AsSpan(0, (int)Math.Min(block.Length, count - done));
            ReadExactly(MemoryMarshal.AsBytes(part));
            check(part);
            done += part.Length;
        }
    }

    /// <summary>Fills rows that the caller has.</summary>
    public void ReadInto<T>(Rows<T> rows)
        where T : unmanaged
    {
        CheckRemaining(rows.Count * rows.Width, sizeof(T));
        byte* pointer = (byte*)rows.Pointer;
        for (long left = rows.Count * rows.Width * sizeof(T); left > 0;)
        {
            int part = (int)Math.Min(left, BlockSize);
            ReadExactly(new Span<byte>(pointer, part));
            pointer += part;
            left -= part;
        }
    }

    /// <summary>Leaves elements unread.</summary>
    public void Skip(long count, int elementSize)
    {
        CheckRemaining(count, elementSize);
        long bytes = count * elementSize;
        if (_stream.CanSeek)
        {
            _stream.Seek(bytes, SeekOrigin.Current);
            Offset += bytes;
            return;
        }
        ReadBlocks<byte>(bytes, 1, static _ => { });
    }

    private void CheckRemaining(long count, int elementSize)
    {
        if (count > Remaining / elementSize)
            throw Error($"{count} elements of {elementSize} bytes are missing, only {Remaining} bytes follow");
    }

    [SkipLocalsInit]
    private T ReadScalar<T>()
        where T : unmanaged
    {
        T value;
        ReadExactly(new Span<byte>(&value, sizeof(T)));
        return value;
    }

    private void ReadExactly(Span<byte> destination)
    {
        _cancellationToken.ThrowIfCancellationRequested();
        if (destination.Length > Remaining)
            throw Error($"the file ends {destination.Length - Remaining} bytes too early");
        int read = _stream.ReadAtLeast(destination, destination.Length, throwOnEndOfStream: false);
        Offset += read;
        if (read < destination.Length)
            throw Error($"the file ends {destination.Length - read} bytes too early");
    }
}

/// <summary>Looks at a block of elements and throws if they cannot be right.</summary>
internal delegate void SpanCheck<T>(ReadOnlySpan<T> block);
