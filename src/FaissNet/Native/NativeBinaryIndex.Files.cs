using FaissNet.Serialization;
using FaissSharp;

namespace FaissNet.Native;

internal sealed partial class NativeBinaryIndex
{
    /// <summary>
    /// Opens a file that has passed <see cref="FaissFile.Inspect(string, CancellationToken)"/>: FAISS's own reader trusts its input.
    /// </summary>
    public static NativeBinaryIndex LoadNative(string path)
    {
        try
        {
            return new NativeBinaryIndex(FaissBinaryIndexHandle.Load(path), null) { QualityCard = CardSection.Read(path) };
        }
        catch (FaissException e)
        {
            throw NativeErrors.TranslateLoad(e, path);
        }
    }

    private protected override void SaveCore(Stream stream, BuildOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        FaissBufferHandle buffer;
        try
        {
            buffer = _handle.Save();
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e);
        }
        using (buffer)
        {
            buffer.CopyTo(stream, options.CancellationToken);
            CardSection.Append(stream, QualityCard, buffer.Size, options);
        }
    }
}
