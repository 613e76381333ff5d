namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    private void ReadScalar(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        RequirePlainMetric(node);
        SqShape shape = ReadScalarQuantizer(node, header, out ScalarQuantizer? quantizer);
        ScalarQuantizerIndex? index = quantizer is null ? null : Created(node, new ScalarQuantizerIndex(quantizer, header.Metric));
        ReadCodes(header.Count, shape.CodeSize, index?.Codes);
    }

    private SqShape ReadScalarQuantizer(IndexStructure node, IndexHeader header, out ScalarQuantizer? quantizer)
    {
        int type = _in.ReadInt32();
        SqShape shape = SqShape.Find(type, header.Dimension) ?? throw _in.Error($"{type} is not one of FAISS's types of scalar quantizer");
        node.Add("qtype", shape.Name);
        if (type > SqShape.LastManagedType)
            NotManaged($"The C# engine does not have the scalar quantizer {shape.Name}.");
        NeedsFaiss(FaissVersions.OfScalarType(type));
        int rangeStat = ReadInt32(node, "rangestat", 0, 3);
        float argument = ReadSingle(node, "rangestat_arg");
        Require(float.IsFinite(argument), $"rangestat_arg is {argument}, expected a finite number");
        ReadSize(node, "d", header.Dimension, header.Dimension);
        ReadSize(node, "code_size", shape.CodeSize, shape.CodeSize);
        // Until it is trained FAISS writes none.
        long trained = _in.ReadCount(sizeof(float), header.IsTrained ? shape.TrainedValues : 0, "the trained ranges");
        if (_load)
        {
            quantizer = new ScalarQuantizer(header.Dimension, (ScalarQuantizerType)type, (RangeStat)rangeStat, argument);
            quantizer.SetTrained(_in.ReadArray<float>(trained));
        }
        else
        {
            quantizer = null;
            _in.Skip(trained, sizeof(float));
        }
        return shape;
    }
}
