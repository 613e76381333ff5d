using FaissNet.Clustering;
using FaissNet.Storage;

namespace FaissNet;

public sealed partial class IvfPqIndex
{
    /// <summary>Vectors per centroid that the product quantizer is learnt from at most; FAISS's number.</summary>
    private const int TrainingVectorsPerCentroid = 256;

    private protected override Action TrainEncoder(Rows<float> vectors, Rows<float> centroids, BuildOptions options)
    {
        using AlignedBuffer<float>? sample = TrainingSample.Take(vectors, (long)TrainingVectorsPerCentroid * Quantizer.KSub);
        Rows<float> training = sample?.AsRows(Dimension) ?? vectors;
        using AlignedBuffer<float>? residuals = ByResidual ? TrainingResiduals(training, centroids, options) : null;
        ProductQuantizer trained = PqTraining.Train(Quantizer, residuals?.AsRows(Dimension) ?? training, PolysemousTraining, options);
        return () => Quantizer.SetCentroids(trained.Centroids);
    }

    private protected override void EncodeForLists(Rows<float> vectors, Rows<int> lists, Rows<byte> codes, BuildOptions options)
    {
        if (!ByResidual)
        {
            Quantizer.Encode(vectors, codes, options);
            return;
        }
        using var residuals = new Scratch<float>(vectors.Count, Dimension);
        Residuals.Compute(vectors, lists, Centroids, residuals.Rows, options);
        Quantizer.Encode(residuals.Rows, codes, options);
    }

    private protected override void DecodeFromLists(Rows<byte> codes, Rows<int> lists, Rows<float> vectors, BuildOptions options)
    {
        Quantizer.Decode(codes, vectors, options);
        if (ByResidual)
            Residuals.AddCentroids(vectors, lists, Centroids);
    }

    private protected override void CopySettings(VectorIndex copy)
    {
        base.CopySettings(copy);
        ((IvfPqIndex)copy).PolysemousTraining = PolysemousTraining;
    }

    private protected override string? DifferenceFrom(IvfIndex other)
    {
        var source = (IvfPqIndex)other;
        return source.ByResidual != ByResidual
            ? "both must encode residuals or both must not"
            : ProductQuantizerNames.Difference(Quantizer, source.Quantizer);
    }
}
