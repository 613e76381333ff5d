namespace FaissNet.Serialization;

internal sealed partial class IndexFileWriter
{
    private void WritePreTransform(PreTransformIndex index)
    {
        long offset = _out.Offset;
        _marksNext |= index.Transforms.Any(transform => transform is ModalityTransform or QueryAwareTransform);
        WriteHeader("IxPT", index);
        _out.Write(index.Transforms.Count);
        for (int i = 0; i < index.Transforms.Count; i++)
            WriteTransform(WithoutQueries(index.Transforms[i], offset, i));
        Write(index.Inner);
    }

    private void WriteLsh(LshIndex index)
    {
        WriteHeader("IxHe", index);
        _out.Write(index.NBits);
        _out.Write(index.RotateData);
        _out.Write(index.TrainThresholds);
        _out.WriteVector(index.Thresholds);
        _out.Write(index.CodeSize);
        WriteTransform(index.Rotation);
        WriteCodes(index.Codes);
    }

    private void WriteTransform(VectorTransform transform)
    {
        switch (transform)
        {
            case RemapDimensionsTransform remap:
                _out.WriteFourcc("RmDT");
                _out.WriteVector(remap.Map);
                break;
            case CenteringTransform centering:
                _out.WriteFourcc("VCnt");
                _out.WriteVector(centering.Mean);
                break;
            case HadamardRotation hadamard:
                _out.WriteFourcc("HRot");
                _out.Write(hadamard.Seed);
                break;
            case ItqTransform itq:
                _out.WriteFourcc("Viqt");
                _out.WriteVector(itq.Mean);
                _out.Write(itq.Projects);
                WriteTransform(itq.Rotation);
                WriteTransform(itq.Product);
                break;
            case NormalizationTransform:
                _out.WriteFourcc("VNrm");
                _out.Write(2f);
                break;
            case RandomRotationMatrix rotation:
                _out.WriteFourcc("rrot");
                WriteMatrix(rotation);
                break;
            case ItqMatrix itq:
                _out.WriteFourcc("Viqm");
                _out.Write(itq.Iterations);
                _out.Write(itq.Seed);
                WriteMatrix(itq);
                break;
            case PcaMatrix pca:
                _out.WriteFourcc("Pcam");
                _out.Write(pca.EigenPower);
                _out.Write(pca.Epsilon);
                _out.Write(pca.RandomRotation);
                _out.Write(pca.BalancedBins);
                _out.WriteVector(pca.Mean);
                _out.WriteVector(pca.Eigenvalues);
                _out.WriteVector(pca.Components);
                WriteMatrix(pca);
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
