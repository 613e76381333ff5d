using FaissNet.Serialization;

namespace FaissNet.Verification;

/// <summary>Takes bytes and keeps nothing but their hash.</summary>
internal sealed class HashingStream : Stream
{
    private readonly Sha256 _hash = new();
    private long _length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => _length;

    public override long Position
    {
        get => _length;
        set => throw new NotSupportedException("Bytes are only taken in order.");
    }

    public byte[] Finish() => _hash.Finish();

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        _hash.Append(buffer);
        _length += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count)
    {
        ValidateBufferArguments(buffer, offset, count);
        Write(buffer.AsSpan(offset, count));
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Bytes are only taken.");

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException("Bytes are only taken in order.");

    public override void SetLength(long value) => throw new NotSupportedException("Bytes are only taken in order.");
}
