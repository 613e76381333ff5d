using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FaissSharp;

/// <summary>A stream that native code writes to.</summary>
internal sealed unsafe class StreamWriting(Stream stream, CancellationToken cancellationToken) : ManagedCallback
{
    public static delegate* unmanaged[Cdecl]<void*, byte*, long, int> Function => &Write;

    /// <summary>Number of bytes that the stream has taken.</summary>
    public long Written { get; private set; }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Write(void* context, byte* data, long size)
    {
        StreamWriting self = From<StreamWriting>(context);
        try
        {
            self.Write(data, size);
            return 0;
        }
        catch (Exception e)
        {
            self.Fail(e);
            return 1;
        }
    }

    private void Write(byte* data, long size)
    {
        const int mostAtOnce = 1 << 20;
        for (long start = 0; start < size; start += mostAtOnce)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = (int)Math.Min(mostAtOnce, size - start);
            stream.Write(new ReadOnlySpan<byte>(data + start, count));
            Written += count;
        }
    }
}
