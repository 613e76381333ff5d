namespace FaissNet.Storage;

/// <summary>Bytes that are written first and then read, once, from the beginning; what has been read is freed. Not bound to 2³¹ bytes.</summary>
internal sealed class TransferStream : Stream
{
    private const int ChunkSize = 1 << 20;

    private readonly Queue<byte[]> _chunks = [];
    private byte[]? _last;
    private int _written = ChunkSize;
    private int _read;

    public override bool CanRead => true;

    public override bool CanWrite => true;

    public override bool CanSeek => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            if (_written == ChunkSize)
            {
                _chunks.Enqueue(_last = GC.AllocateUninitializedArray<byte>(ChunkSize));
                _written = 0;
            }
            int part = Math.Min(buffer.Length, ChunkSize - _written);
            buffer[..part].CopyTo(_last.AsSpan(_written));
            _written += part;
            buffer = buffer[part..];
        }
    }

    public override int Read(Span<byte> buffer)
    {
        if (!_chunks.TryPeek(out byte[]? chunk))
            return 0;
        int end = ReferenceEquals(chunk, _last) ? _written : ChunkSize;
        int part = Math.Min(buffer.Length, end - _read);
        chunk.AsSpan(_read, part).CopyTo(buffer);
        _read += part;
        if (_read == ChunkSize)
        {
            _chunks.Dequeue();
            _read = 0;
        }
        return part;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override void Flush()
    {
        // What is written can be read at once.
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
