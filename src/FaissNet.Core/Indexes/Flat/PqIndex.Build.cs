using FaissNet.Storage;

namespace FaissNet;

public sealed partial class PqIndex
{
    private protected override void TrainCore(Rows<float> vectors, BuildOptions options)
    {
        ProductQuantizer trained = PqTraining.Train(Quantizer, vectors, PolysemousTraining, options);
        Quantizer.SetCentroids(trained.Centroids);
        ForgetScanners();
    }

    private protected override void EncodeCore(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
        => Quantizer.Encode(vectors, codes, options);

    private protected override void DecodeCore(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
        => Quantizer.Decode(codes, vectors, options);

    private protected override void CopySettings(VectorIndex copy) => ((PqIndex)copy).PolysemousTraining = PolysemousTraining;

    private protected override string? DifferenceFrom(FlatCodesIndex other)
        => ProductQuantizerNames.Difference(Quantizer, ((PqIndex)other).Quantizer);
}
