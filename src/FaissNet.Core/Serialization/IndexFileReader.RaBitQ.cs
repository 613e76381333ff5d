namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    private void ReadRaBitQ(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        RaBitQuantizer quantizer = ReadRaBitQuantizer(node, header, node.Fourcc == "Ixrr");
        RaBitQIndex? index = _load ? Created(node, new RaBitQIndex(quantizer, fastScanBlock: 0)) : null;
        ReadCodes(header.Count, quantizer.CodeSize, index?.Codes);
        ReadCenter(quantizer, header, header.IsTrained ? header.Dimension : 0);
        int bits = ReadQueryBits(node, 0);
        if (index is not null)
            index.QueryBits = bits;
    }

    private void ReadIvfRaBitQ(IndexStructure node)
    {
        IvfParts ivf = ReadIvfHeader(node, legacy: false);
        RaBitQuantizer quantizer = ReadRaBitQuantizer(node, ivf.Header, node.Fourcc == "Iwrr");
        ReadSize(node, "code_size", quantizer.CodeSize, quantizer.CodeSize);
        bool byResidual = ReadBoolean(node, "by_residual");
        int bits = ReadQueryBits(node, 0);
        if (_load)
        {
            ivf.Index = Created(
                node, new IvfRaBitQIndex(Coarse(ivf), (int)ivf.NList, quantizer, fastScanBlock: 0) { ByResidual = byResidual, QueryBits = bits });
        }
        ReadLists(node, ivf, quantizer.CodeSize, legacyElementSize: 1);
    }

    private void ReadCenter(RaBitQuantizer quantizer, IndexHeader header, int length)
    {
        float[] center = _in.ReadArray<float>(_in.ReadCount(sizeof(float), length, "the centre"));
        if (header.IsTrained)
            quantizer.SetCenter(center);
    }

    private RaBitQuantizer ReadRaBitQuantizer(IndexStructure node, IndexHeader header, bool isMultiBit)
    {
        ReadSize(node, "rabitq.d", header.Dimension, header.Dimension);
        long codeSize = ReadSize(node, "rabitq.code_size");
        int metric = _in.ReadInt32();
        Require(metric == header.MetricType, $"the quantizer has the metric {metric}, the index {header.MetricType}");
        Require(metric is MetricInnerProduct or MetricL2, $"RaBitQ has the metrics 0 and 1, not {metric}");
        int bits = isMultiBit ? ReadNumberOfBits(node) : 1;
        var quantizer = new RaBitQuantizer(header.Dimension, bits, (Metric)metric);
        Require(codeSize == quantizer.CodeSize, $"code_size is {codeSize}, expected {quantizer.CodeSize}");
        return quantizer;
    }

    private int ReadNumberOfBits(IndexStructure node)
    {
        long bits = _in.ReadSize("nb_bits");
        // Where the first two versions with this type have something else, the later ones have a number of bits.
        string hint = node.Fourcc is "Irfs" or "Iwrf" ? "; the format of FAISS 1.13.0 and 1.13.1, in which it is not, is read by neither engine" : "";
        Require(bits is >= 1 and <= 9, $"nb_bits is {bits}, expected 1 to 9{hint}");
        node.Add("nb_bits", bits);
        return (int)bits;
    }

    private int ReadQueryBits(IndexStructure node, int least)
    {
        byte bits = _in.ReadByte();
        Require(bits >= least && bits <= 8, $"qb is {bits}, expected {least} to 8");
        node.Add("qb", (long)bits);
        return bits;
    }

    private void ReadEden(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        NotManaged(node);
        long codeSize = ReadEdenQuantizer(node, header);
        SkipCodes(header.Count, codeSize);
        SkipVector(sizeof(float), header.IsTrained ? header.Dimension : 0, "the centre");
    }

    private void ReadIvfEden(IndexStructure node)
    {
        IvfParts ivf = ReadIvfHeader(node, legacy: false);
        NotManaged(node);
        long codeSize = ReadEdenQuantizer(node, ivf.Header);
        ReadSize(node, "code_size", codeSize, codeSize);
        ReadBoolean(node, "by_residual");
        ReadInvertedLists(node, ivf, codeSize);
    }

    private long ReadEdenQuantizer(IndexStructure node, IndexHeader header)
    {
        ReadSize(node, "eden.d", header.Dimension, header.Dimension);
        long codeSize = ReadSize(node, "eden.code_size", 1, 8L * header.Dimension + 64);
        int metric = _in.ReadInt32();
        Require(metric == header.MetricType, $"the quantizer has the metric {metric}, the index {header.MetricType}");
        ReadSize(node, "bits", 1, 8);
        if (node.Fourcc[3] == 'e')
            ReadInt32(node, "scale_type", 0, 1);
        return codeSize;
    }
}
