namespace FaissNet.Serialization;

/// <content>Makes transforms of what a file says of them.</content>
internal sealed partial class IndexFileReader
{
    private VectorTransform CreateTransform(TransformContent content, string fourcc, int inputs, int outputs, bool isTrained)
    {
        switch (fourcc)
        {
            case "VNrm": return new NormalizationTransform(inputs);
            case "rrot": return WithMatrix(new RandomRotationMatrix(inputs, outputs, content.HasBias), content, isTrained);
            case "LTra": return WithMatrix(new LinearTransform(inputs, outputs, content.HasBias), content, isTrained);
            default: throw new NotSupportedException($"The C# engine does not have {TransformClass(fourcc)} ({fourcc}). The native engine reads it.");
        }
    }

    private static T WithMatrix<T>(T transform, TransformContent content, bool isTrained)
        where T : LinearTransform
    {
        if (isTrained)
            transform.SetMatrix(content.Matrix.Values, content.Bias.Values);
        return transform;
    }
}
