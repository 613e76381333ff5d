using FaissNet.Storage;
using FaissSharp;

namespace FaissNet.Native;

internal sealed partial class NativeVectorIndex
{
    private protected override void EncodeCore(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
    {
        long block = NativeBlocks.Vectors(vectors.Count, options);
        try
        {
            for (long start = 0; start < vectors.Count; start += block)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                long count = Math.Min(block, vectors.Count - start);
                _handle.Encode(vectors.Slice(start, count).AsSpan(), codes.Slice(start, count).AsSpan(), options.MaxDegreeOfParallelism);
                options.Progress?.Report(new BuildProgress("encoding", start + count, vectors.Count));
            }
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e, nameof(vectors));
        }
    }

    private protected override void DecodeCore(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
    {
        long block = NativeBlocks.Vectors(vectors.Count, options);
        try
        {
            for (long start = 0; start < vectors.Count; start += block)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                long count = Math.Min(block, vectors.Count - start);
                _handle.Decode(codes.Slice(start, count).AsSpan(), vectors.Slice(start, count).AsSpan(), options.MaxDegreeOfParallelism);
                options.Progress?.Report(new BuildProgress("decoding", start + count, vectors.Count));
            }
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e, nameof(codes));
        }
    }
}
