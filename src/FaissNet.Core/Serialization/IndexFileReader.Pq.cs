namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    private const int MaxPqBits = 24;

    private void ReadPq(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        RequirePlainMetric(node);
        PqShape pq = ReadProductQuantizer(node, header.Dimension, out ProductQuantizer? quantizer, header.IsTrained);
        // The two older formats were written by versions that stated a metric and compared by L2 all the same.
        Metric metric = node.Fourcc == "IxPq" ? header.Metric : Metric.L2;
        PqIndex? index = quantizer is null ? null : Created(node, new PqIndex(quantizer, metric));
        ReadCodes(header.Count, pq.CodeSize, index?.Codes);
        if (node.Fourcc == "IxPQ")
            return;
        int searchType = ReadInt32(node, "search_type", 0, 7);
        bool encodeSigns = ReadBoolean(node, "encode_signs");
        int threshold = ReadInt32(node, "polysemous_ht");
        bool isPolysemous = searchType == PqIndex.SearchPolysemous && pq.NBits == 8 && metric == Metric.L2;
        if (searchType != PqIndex.SearchByTables && !isPolysemous)
            NotManaged($"The C# engine compares PQ codes by tables of distances, but the file asks for search type {searchType}.");
        if (index is not null)
            (index.SearchType, index.EncodeSigns, index.PolysemousHt) = (searchType, encodeSigns, threshold);
    }

    private PqShape ReadProductQuantizer(IndexStructure node, int dimension, string prefix = "")
        => ReadProductQuantizer(node, dimension, out _, isTrained: false, prefix);

    /// <param name="node">The index that has it.</param>
    /// <param name="dimension">The dimension that it must have.</param>
    /// <param name="quantizer">When loading, the quantizer.</param>
    /// <param name="isTrained">Whether the centroids mean something: FAISS writes them all the same, as zeros.</param>
    /// <param name="prefix">In front of the names of the fields, where an index has two.</param>
    private PqShape ReadProductQuantizer(
        IndexStructure node, int dimension, out ProductQuantizer? quantizer, bool isTrained, string prefix = "")
    {
        ReadSize(node, prefix + "pq.d", dimension, dimension);
        int m = (int)ReadSize(node, prefix + "M", 1, dimension);
        Require(dimension % m == 0, $"the dimension {dimension} is not a multiple of M = {m}");
        int bits = (int)ReadSize(node, prefix + "nbits", 1, MaxPqBits);
        if (bits > ProductQuantizer.MaxNBits)
            NotManaged($"The C# engine has product quantizers of up to {ProductQuantizer.MaxNBits} bits, not {bits}.");
        var shape = new PqShape(dimension, m, bits);
        long values = _in.ReadCount(sizeof(float), shape.CentroidValues, "the PQ centroids");
        quantizer = _load ? new ProductQuantizer(dimension, m, bits) : null;
        if (quantizer is not null && isTrained)
            quantizer.SetCentroids(_in.ReadBuffer<float>(values));
        else
            _in.Skip(values, sizeof(float));
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
