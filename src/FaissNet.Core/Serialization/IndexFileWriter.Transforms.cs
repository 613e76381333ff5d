namespace FaissNet.Serialization;

internal sealed partial class IndexFileWriter
{
    private void WritePreTransform(PreTransformIndex index)
    {
        WriteHeader("IxPT", index);
        _out.Write(index.Transforms.Count);
        foreach (VectorTransform transform in index.Transforms)
            WriteTransform(transform);
        Write(index.Inner);
    }

    private void WriteTransform(VectorTransform transform)
    {
        switch (transform)
        {
            case NormalizationTransform:
                _out.WriteFourcc("VNrm");
                _out.Write(2f);
                break;
            case RandomRotationMatrix rotation:
                _out.WriteFourcc("rrot");
                WriteMatrix(rotation);
                break;
            case LinearTransform linear:
                _out.WriteFourcc("LTra");
                WriteMatrix(linear);
                break;
            default: throw new NotSupportedException($"{transform.Description} has no form in FAISS's files.");
        }
        WriteTail(transform);
    }

    private void WriteMatrix(LinearTransform transform)
    {
        _out.Write(transform.HasBias);
        _out.WriteVector(transform.Matrix);
        _out.WriteVector(transform.Bias);
    }

    private void WriteTail(VectorTransform transform)
    {
        _out.Write(transform.InputDimension);
        _out.Write(transform.OutputDimension);
        _out.Write(transform.IsTrained);
    }
}
