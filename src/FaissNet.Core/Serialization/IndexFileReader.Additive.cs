namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    /// <summary>ResidualQuantizer::Skip_codebook_tables.</summary>
    private const int SkipCodebookTables = 2048;

    /// <summary>FAISS builds a table of this many values squared when it reads a residual quantizer.</summary>
    private const long MaxTableCodebook = 1 << 15;

    private void ReadAdditive(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        if (node.Fourcc == "IxRQ")
            NotNative("FAISS before 1.8 and after read different fields of this old format.");
        NotManaged(node);
        RequirePlainMetric(node);
        AdditiveShape shape = ReadAdditiveQuantizer(node, header.Dimension, header.IsTrained);
        long codeSize = ReadSize(node, "code_size", shape.CodeSize, shape.CodeSize);
        SkipCodes(header.Count, codeSize);
    }

    private void ReadResidualCoarseQuantizer(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        NotNative("FAISS builds tables for a residual coarse quantizer whose size nothing in the file bounds.");
        NotManaged(node);
        RequirePlainMetric(node);
        AdditiveShape shape = ReadAdditiveQuantizer(node, header.Dimension, header.IsTrained);
        float factor = ReadSingle(node, "beam_factor");
        Require(float.IsFinite(factor) && factor <= MaxBeam, $"beam_factor is {factor}");
        Require(shape.Bits <= 40, $"{shape.Bits} bits give more lists than an index can have");
        Require(
            header.Count == (header.IsTrained ? 1L << (int)shape.Bits : 0),
            $"ntotal is {header.Count}, but the quantizer has 2^{shape.Bits} combinations");
    }

    private void ReadAdditiveFastScan(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        NotManaged(node);
        RequirePlainMetric(node);
        AdditiveShape shape = ReadAdditiveQuantizer(node, header.Dimension, header.IsTrained);
        int implementation = ReadInt32(node, "implem");
        int block = ReadBlockSize(node);
        CheckFlatScan(implementation, block, ReadInt32(node, "qbs"));
        long m = ReadFastScanShape(node, shape);
        long padded = (header.Count + block - 1) / block * block;
        ReadSize(node, "ntotal2", padded, padded);
        ReadSize(node, "M2", Even(m), Even(m));
        ReadFastScanTail(node);
        SkipCodes(padded, Even(m) / 2);
    }

    private void ReadIvfAdditive(IndexStructure node)
    {
        IvfParts ivf = ReadIvfHeader(node, legacy: false);
        NotManaged(node);
        RequirePlainMetric(node);
        long codeSize = ReadSize(node, "code_size");
        AdditiveShape shape = ReadAdditiveQuantizer(node, ivf.Header.Dimension, ivf.Header.IsTrained);
        Require(codeSize == shape.CodeSize, $"code_size is {codeSize}, expected {shape.CodeSize}");
        ReadBoolean(node, "by_residual");
        ReadInt32(node, "use_precomputed_table");
        ReadInvertedLists(node, ivf, codeSize);
    }

    private void ReadIvfAdditiveFastScan(IndexStructure node)
    {
        IvfParts ivf = ReadIvfHeader(node, legacy: false);
        NotManaged(node);
        RequirePlainMetric(node);
        AdditiveShape shape = ReadAdditiveQuantizer(node, ivf.Header.Dimension, ivf.Header.IsTrained);
        ReadBoolean(node, "by_residual");
        int implementation = ReadInt32(node, "implem");
        int block = ReadBlockSize(node);
        ReadInt32(node, "qbs", 0);
        long m = ReadFastScanShape(node, shape);
        CheckListScan(implementation, ReadSize(node, "qbs2"), block);
        CheckProbes(ivf);
        ReadSize(node, "M2", Even(m), Even(m));
        ReadFastScanTail(node);
        ReadBlockLists(node, ivf, block, block * Even(m) / 2);
    }

    /// <summary>M, nbits, ksub and code_size of a fast scan: two more tables of 16 hold the norms, where they are stored.</summary>
    private long ReadFastScanShape(IndexStructure node, AdditiveShape shape)
    {
        Require(shape.IsFourBit, "the codebooks of a fast scan have 4 bits");
        long m = ReadSize(node, "fs.M", shape.Count, shape.Count + 2);
        Require(m == shape.Count || shape.NormBits == 8, $"M is {m}, but the quantizer has {shape.Count} codebooks and no norms");
        ReadSize(node, "fs.nbits", FastScanBits, FastScanBits);
        ReadSize(node, "ksub", 16, 16);
        ReadSize(node, "code_size", shape.CodeSize, shape.CodeSize);
        return m;
    }

    private void ReadFastScanTail(IndexStructure node)
    {
        ReadBoolean(node, "rescale_norm");
        ReadInt32(node, "norm_scale");
        ReadSize(node, "max_train_points");
    }
}
