namespace FaissSharp;

/// <summary>The bytes of a saved index, in memory of the native library.</summary>
public sealed unsafe class FaissBufferHandle : FaissHandle
{
    internal FaissBufferHandle(byte* data, long size)
    {
        SetHandle((nint)data);
        Size = size;
    }

    /// <summary>Number of bytes.</summary>
    public long Size { get; }

    /// <summary>Writes all bytes to a stream.</summary>
    /// <exception cref="ObjectDisposedException">The buffer is disposed.</exception>
    /// <exception cref="IOException">The stream cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled between two blocks.</exception>
    public void CopyTo(Stream stream, CancellationToken cancellationToken = default)
    {
        const int blockSize = 1 << 20;
        ArgumentNullException.ThrowIfNull(stream);
        bool isHeld = false;
        try
        {
            DangerousAddRef(ref isHeld);
            for (long start = 0; start < Size; start += blockSize)
            {
                cancellationToken.ThrowIfCancellationRequested();
                stream.Write(new ReadOnlySpan<byte>((byte*)handle + start, (int)Math.Min(blockSize, Size - start)));
            }
        }
        finally
        {
            if (isHeld)
                DangerousRelease();
        }
    }

    /// <inheritdoc/>
    protected override bool ReleaseHandle()
    {
        FaissNative.faissnet_buffer_free((byte*)handle);
        return true;
    }
}
