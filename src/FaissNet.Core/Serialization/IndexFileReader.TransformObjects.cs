namespace FaissNet.Serialization;

/// <content>Makes transforms of what a file says of them.</content>
internal sealed partial class IndexFileReader
{
    private static VectorTransform CreateTransform(TransformContent content, string fourcc, int inputs, int outputs, bool isTrained) => fourcc switch
    {
        "RmDT" => new RemapDimensionsTransform(inputs, content.Map),
        "VNrm" => new NormalizationTransform(inputs),
        "VCnt" => CreateCentering(content, inputs, isTrained),
        "HRot" => new HadamardRotation(inputs, (uint)content.Seed),
        "Viqt" => CreateItqTransform(content, outputs, isTrained),
        "rrot" => WithMatrix(new RandomRotationMatrix(inputs, outputs, content.HasBias), content, isTrained),
        "Viqm" => WithMatrix(
            new ItqMatrix(inputs, outputs, content.HasBias) { Iterations = content.Iterations, Seed = content.Seed }, content, isTrained),
        "LTra" => WithMatrix(new LinearTransform(inputs, outputs, content.HasBias), content, isTrained),
        _ => CreatePcaMatrix(content, inputs, outputs, isTrained),
    };

    private static CenteringTransform CreateCentering(TransformContent content, int inputs, bool isTrained)
    {
        var centering = new CenteringTransform(inputs);
        if (isTrained)
            centering.SetMean(content.Mean.Values);
        return centering;
    }

    private static PcaMatrix CreatePcaMatrix(TransformContent content, int inputs, int outputs, bool isTrained)
    {
        var pca = new PcaMatrix(inputs, outputs, content.EigenPower, content.RotatesRandomly, content.HasBias)
        {
            Epsilon = content.Epsilon,
            BalancedBins = content.BalancedBins,
        };
        if (isTrained)
            pca.SetComponents(content.Mean.Values, content.Eigenvalues.Values, content.Components.Values);
        return WithMatrix(pca, content, isTrained);
    }

    private static ItqTransform CreateItqTransform(TransformContent content, int outputs, bool isTrained)
    {
        var transform = new ItqTransform(
            outputs, content.Projects, (ItqMatrix)content.Rotation.Loaded!, (LinearTransform)content.Product.Loaded!);
        if (isTrained)
            transform.SetMean(content.Mean.Values);
        return transform;
    }

    private static T WithMatrix<T>(T transform, TransformContent content, bool isTrained)
        where T : LinearTransform
    {
        if (isTrained)
            transform.SetMatrix(content.Matrix.Values, content.Bias.Values);
        return transform;
    }
}
