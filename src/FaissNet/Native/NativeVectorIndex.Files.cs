using FaissNet.Serialization;
using FaissSharp;

namespace FaissNet.Native;

internal sealed partial class NativeVectorIndex
{
    /// <summary>
    /// Opens a file that has passed <see cref="FaissFile.Inspect(string, CancellationToken)"/>: FAISS's own reader trusts its input.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="description">What it holds, as a factory string.</param>
    public static NativeVectorIndex LoadNative(string path, string description)
    {
        FaissIndexHandle handle;
        try
        {
            handle = FaissIndexHandle.Load(path);
        }
        catch (FaissException e)
        {
            throw NativeErrors.TranslateLoad(e, path);
        }
        try
        {
            faissnet_metric metric = handle.Metric;
            if (metric is not (faissnet_metric.FAISSNET_METRIC_L2 or faissnet_metric.FAISSNET_METRIC_INNER_PRODUCT))
                throw new NotSupportedException($"The metric of {path} is {metric}; only L2 and the inner product are supported.");
            return new NativeVectorIndex(handle, description, (Metric)metric) { QualityCard = CardSection.Read(path) };
        }
        catch
        {
            handle.Dispose();
            throw;
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
