using FaissNet.Storage;

namespace FaissNet;

public sealed partial class ScalarQuantizerIndex
{
    private protected override void TrainCore(Rows<float> vectors, BuildOptions options)
    {
        Quantizer.Train(vectors, options);
        _steps = null;
        ForgetScanners();
    }

    private protected override void EncodeCore(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
        => Quantizer.Encode(vectors, codes, options);

    private protected override void DecodeCore(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
        => Quantizer.Decode(codes, vectors, options);

    private protected override string? DifferenceFrom(FlatCodesIndex other)
        => ScalarQuantizerNames.Difference(Quantizer, ((ScalarQuantizerIndex)other).Quantizer);
}
