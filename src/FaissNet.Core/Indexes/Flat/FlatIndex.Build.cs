using System.Runtime.InteropServices;
using FaissNet.Storage;

namespace FaissNet;

public sealed partial class FlatIndex
{
    private protected override void TrainCore(Rows<float> vectors, BuildOptions options)
    {
        // A flat index has nothing to learn.
    }

    private protected override unsafe void EncodeCore(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        NativeMemory.Copy(vectors.Pointer, codes.Pointer, checked((nuint)(vectors.Count * CodeSize)));
        options.Progress?.Report(new BuildProgress("adding", vectors.Count, vectors.Count));
    }

    private protected override unsafe void DecodeCore(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
        => NativeMemory.Copy(codes.Pointer, vectors.Pointer, checked((nuint)(codes.Count * CodeSize)));

    private protected override string? DifferenceFrom(FlatCodesIndex other) => null;
}
