namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    private const int MaxPqBits = 24;

    private void ReadPq(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        RequirePlainMetric(node);
        PqShape pq = ReadProductQuantizer(node, header.Dimension);
        SkipCodes(header.Count, pq.CodeSize);
        if (node.Fourcc == "IxPQ")
            return;
        ReadInt32(node, "search_type", 0, 7);
        ReadBoolean(node, "encode_signs");
        ReadInt32(node, "polysemous_ht");
    }

    private PqShape ReadProductQuantizer(IndexStructure node, int dimension, string prefix = "")
    {
        ReadSize(node, prefix + "pq.d", dimension, dimension);
        int m = (int)ReadSize(node, prefix + "M", 1, dimension);
        Require(dimension % m == 0, $"the dimension {dimension} is not a multiple of M = {m}");
        int bits = (int)ReadSize(node, prefix + "nbits", 1, MaxPqBits);
        var shape = new PqShape(dimension, m, bits);
        SkipVector(sizeof(float), shape.CentroidValues, "the PQ centroids");
        return shape;
    }

    private void ReadMultiIndexQuantizer(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        NotManaged(node);
        RequirePlainMetric(node);
        PqShape pq = ReadProductQuantizer(node, header.Dimension);
        // Its "vectors" are the combinations of centroids. FAISS counts them in 64 bits, callers in 32.
        Require((long)pq.M * pq.NBits <= 40, $"{pq.M} × {pq.NBits} bits give more lists than an index can have");
        long lists = 1L << (pq.M * pq.NBits);
        Require(header.Count == (header.IsTrained ? lists : 0), $"ntotal is {header.Count}, but the quantizer has {lists} combinations");
    }

    private void ReadTwoLayer(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        NotManaged(node);
        IndexStructure quantizer = ReadChild(node, "quantizer", binary: false, needsIds: true);
        RequireLike(quantizer, header.Dimension);
        long nlist = ReadNList(node, quantizer);
        ReadTrainsAlone(node);
        PqShape pq = ReadProductQuantizer(node, header.Dimension);
        int listBytes = ListNumberBytes(nlist);
        ReadSize(node, "code_size_1", listBytes, listBytes);
        ReadSize(node, "code_size_2", pq.CodeSize, pq.CodeSize);
        int codeSize = listBytes + pq.CodeSize;
        ReadSize(node, "code_size", codeSize, codeSize);
        long bytes = _in.ReadCount(1, Product(header.Count, codeSize, "ntotal × code_size"), "the codes");
        _in.ReadBlocks<byte>(bytes, codeSize, block =>
        {
            for (int row = 0; row < block.Length; row += codeSize)
            {
                long list = 0;
                for (int i = 0; i < listBytes; i++)
                    list |= (long)block[row + i] << (8 * i);
                Require(list < nlist, $"a code names list {list}, but there are {nlist}");
            }
        });
    }

    private void ReadTrainsAlone(IndexStructure node)
    {
        byte mode = _in.ReadByte();
        Require(mode <= 2, $"quantizer_trains_alone is {mode}, expected 0 to 2");
        node.Add("quantizer_trains_alone", (long)mode);
    }

    /// <summary>Bytes in which FAISS writes a list number in front of a code.</summary>
    private static int ListNumberBytes(long nlist)
    {
        int bytes = 0;
        for (long rest = nlist - 1; rest > 0; rest >>= 8)
            bytes++;
        return bytes;
    }
}
