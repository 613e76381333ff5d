using FaissSharp;

namespace FaissNet.Native;

internal sealed partial class NativeBinaryIndex
{
    private protected override BinaryIndex CloneCore(BuildOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        try
        {
            return new NativeBinaryIndex(_handle.Clone(), _factory);
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e);
        }
    }
}
