namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    private void ReadRaBitQ(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        NotManaged(node);
        RaBitQShape shape = ReadRaBitQuantizer(node, header, node.Fourcc == "Ixrr");
        SkipCodes(header.Count, shape.CodeSize);
        SkipVector(sizeof(float), header.IsTrained ? header.Dimension : 0, "the centre");
        ReadQueryBits(node, 0);
    }

    private void ReadIvfRaBitQ(IndexStructure node)
    {
        IvfParts ivf = ReadIvfHeader(node, legacy: false);
        NotManaged(node);
        RaBitQShape shape = ReadRaBitQuantizer(node, ivf.Header, node.Fourcc == "Iwrr");
        ReadSize(node, "code_size", shape.CodeSize, shape.CodeSize);
        ReadBoolean(node, "by_residual");
        ReadQueryBits(node, 0);
        ReadInvertedLists(node, ivf, shape.CodeSize);
    }

    private void ReadRaBitQFastScan(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        NotManaged(node);
        RaBitQShape shape = ReadRaBitQuantizer(node, header, isMultiBit: true);
        SkipVector(sizeof(float), header.IsTrained ? header.Dimension : 0, "the centre");
        ReadQueryBits(node, 1);
        bool isOld = node.Fourcc == "Irfs";
        if (isOld)
            SkipVector(1, Product(header.Count, shape.FactorBytes, "ntotal × factors"), "the factors");
        int block = ReadBlockSize(node);
        long padded = (header.Count + block - 1) / block * block;
        ReadSize(node, "ntotal2", padded, padded);
        long even = Even((header.Dimension + 3) / 4);
        ReadSize(node, "M2", even, even);
        ReadSize(node, "code_size");
        SkipCodes(padded, isOld ? even / 2 : even / 2 + shape.FactorBytes);
    }

    private void ReadIvfRaBitQFastScan(IndexStructure node)
    {
        IvfParts ivf = ReadIvfHeader(node, legacy: false);
        NotManaged(node);
        RaBitQShape shape = ReadRaBitQuantizer(node, ivf.Header, isMultiBit: true);
        ReadBoolean(node, "by_residual");
        ReadSize(node, "code_size");
        int block = ReadBlockSize(node);
        ReadSize(node, "qbs2");
        long even = Even((ivf.Header.Dimension + 3) / 4);
        ReadSize(node, "M2", even, even);
        ReadInt32(node, "implem");
        ReadQueryBits(node, 1);
        ReadBoolean(node, "centered");
        bool isOld = node.Fourcc == "Iwrf";
        if (isOld)
            _in.Skip(_in.ReadCount(1, "the factors"), 1);
        ReadBlockLists(node, ivf, block, block * (isOld ? even / 2 : even / 2 + shape.FactorBytes));
    }

    private RaBitQShape ReadRaBitQuantizer(IndexStructure node, IndexHeader header, bool isMultiBit)
    {
        ReadSize(node, "rabitq.d", header.Dimension, header.Dimension);
        long codeSize = ReadSize(node, "rabitq.code_size");
        int metric = _in.ReadInt32();
        Require(metric == header.MetricType, $"the quantizer has the metric {metric}, the index {header.MetricType}");
        Require(metric <= MetricL2, $"RaBitQ has the metrics 0 and 1, not {metric}");
        int bits = isMultiBit ? (int)ReadSize(node, "nb_bits", 1, 9) : 1;
        var shape = new RaBitQShape(header.Dimension, bits);
        Require(codeSize == shape.CodeSize, $"code_size is {codeSize}, expected {shape.CodeSize}");
        return shape;
    }

    private void ReadQueryBits(IndexStructure node, int least)
    {
        byte bits = _in.ReadByte();
        Require(bits >= least && bits <= 8, $"qb is {bits}, expected {least} to 8");
        node.Add("qb", (long)bits);
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

    /// <summary>The numbers of a RaBitQ quantizer: a sign per component with two or three factors, and finer bits with two more.</summary>
    private readonly record struct RaBitQShape(int Dimension, int Bits)
    {
        public long FactorBytes => Bits == 1 ? 2 * sizeof(float) : 5 * sizeof(float) + ((long)Dimension * (Bits - 1) + 7) / 8;

        public long CodeSize => (Dimension + 7) / 8 + FactorBytes;
    }
}
