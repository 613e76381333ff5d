using FaissNet.Serialization;
using FaissSharp;

namespace FaissNet.Native;

internal sealed partial class NativeBinaryIndex
{
    /// <summary>
    /// Opens a file that has passed <see cref="FaissFile.Inspect(string, CancellationToken)"/>: FAISS's own reader trusts its input.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="description">What it holds, as a factory string.</param>
    public static NativeBinaryIndex LoadNative(string path, string description)
    {
        try
        {
            return new NativeBinaryIndex(FaissBinaryIndexHandle.Load(path), description) { QualityCard = CardSection.Read(path) };
        }
        catch (FaissException e)
        {
            throw NativeErrors.TranslateLoad(e, path);
        }
    }

    private protected override void SaveCore(Stream stream, BuildOptions options)
    {
        long size;
        try
        {
            size = _handle.Save(stream, options.CancellationToken);
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e);
        }
        CardSection.Append(stream, QualityCard, size, options);
    }
}
