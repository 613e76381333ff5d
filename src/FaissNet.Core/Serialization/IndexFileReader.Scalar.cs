namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    private void ReadScalar(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        RequirePlainMetric(node);
        SqShape shape = ReadScalarQuantizer(node, header);
        SkipCodes(header.Count, shape.CodeSize);
    }

    private SqShape ReadScalarQuantizer(IndexStructure node, IndexHeader header)
    {
        int type = _in.ReadInt32();
        SqShape shape = SqShape.Find(type, header.Dimension) ?? throw _in.Error($"{type} is not one of FAISS's types of scalar quantizer");
        node.Add("qtype", shape.Name);
        if (type > SqShape.LastOldType)
        {
            NotManaged($"The C# engine does not have the scalar quantizer {shape.Name}.");
            NotNative($"FAISS before 1.9 does not know the scalar quantizer {shape.Name} and ends the process when it searches.");
        }
        ReadInt32(node, "rangestat", 0, 3);
        ReadSingle(node, "rangestat_arg");
        ReadSize(node, "d", header.Dimension, header.Dimension);
        ReadSize(node, "code_size", shape.CodeSize, shape.CodeSize);
        // Until it is trained FAISS writes none.
        SkipVector(sizeof(float), header.IsTrained ? shape.TrainedValues : 0, "the trained ranges");
        return shape;
    }

    private void SkipCodes(long count, long codeSize)
        => SkipVector(1, Product(count, codeSize, "ntotal × code_size"), "the codes");
}
