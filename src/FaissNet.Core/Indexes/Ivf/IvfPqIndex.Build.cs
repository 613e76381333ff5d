using FaissNet.Clustering;
using FaissNet.Storage;

namespace FaissNet;

public sealed partial class IvfPqIndex
{
    /// <summary>Vectors per centroid that the product quantizer is learned from at most; FAISS's number.</summary>
    internal const int TrainingVectorsPerCentroid = 256;

    private protected override Action TrainEncoder(Rows<float> vectors, Rows<float> centroids, BuildOptions options)
    {
        using AlignedBuffer<float>? sample = TrainingSample.Take(vectors, (long)TrainingVectorsPerCentroid * Quantizer.KSub);
        Rows<float> training = sample?.AsRows(Dimension) ?? vectors;
        using AlignedBuffer<float>? residuals = ByResidual ? TrainingResiduals(training, centroids, options) : null;
        ProductQuantizer trained = PqTraining.Train(Quantizer, residuals?.AsRows(Dimension) ?? training, PolysemousTraining, options);
        return () => Quantizer.SetCentroids(trained.Centroids);
    }

    private protected override void EncodeForLists(Rows<float> vectors, Rows<int> lists, Rows<byte> codes, BuildOptions options)
        => ProductCodes.Encode(Quantizer, vectors, lists, ByResidual ? Centroids : null, codes, options);

    private protected override void DecodeFromLists(Rows<byte> codes, Rows<int> lists, Rows<float> vectors, BuildOptions options)
        => ProductCodes.Decode(Quantizer, codes, lists, ByResidual ? Centroids : null, vectors, options);

    private protected override void CopySettings(VectorIndex copy)
    {
        base.CopySettings(copy);
        var other = (IvfPqIndex)copy;
        other.PolysemousTraining = PolysemousTraining;
        other.PolysemousHt = PolysemousHt;
    }

    private protected override string? DifferenceFrom(IvfIndex other)
    {
        var source = (IvfPqIndex)other;
        return source.ByResidual != ByResidual
            ? "both must encode residuals or both must not"
            : ProductQuantizerNames.Difference(Quantizer, source.Quantizer);
    }
}
