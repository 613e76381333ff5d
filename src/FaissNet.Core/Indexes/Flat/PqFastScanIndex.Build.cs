using FaissNet.Storage;

namespace FaissNet;

public sealed partial class PqFastScanIndex
{
    private protected override void TrainCore(Rows<float> vectors, BuildOptions options)
    {
        ProductQuantizer trained = PqTraining.Train(Quantizer, vectors, polysemous: false, options);
        Quantizer.SetCentroids(trained.Centroids);
        _tables.Forget();
    }

    private protected override void EncodeCore(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
        => Quantizer.Encode(vectors, codes, options);

    private protected override void DecodeCore(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
        => Quantizer.Decode(codes, vectors, options);

    private protected override string? DifferenceFrom(FlatCodesIndex other)
    {
        var source = (PqFastScanIndex)other;
        return source.BlockSize != BlockSize
            ? "the sizes of blocks must be equal"
            : ProductQuantizerNames.Difference(Quantizer, source.Quantizer);
    }

    private protected override void DisposeCore()
    {
        _tables.Forget();
        base.DisposeCore();
    }
}
