namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    private const int FastScanBits = 4;
    private const int MaxBlock = 1 << 16;
    private const int MostProbes = 4096;

    private void ReadPqFastScan(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        NotManaged(node);
        RequirePlainMetric(node);
        PqShape pq = ReadProductQuantizer(node, header.Dimension);
        Require(pq.NBits == FastScanBits, $"nbits is {pq.NBits}, but a fast scan has {FastScanBits}");
        int implementation = ReadInt32(node, "implem");
        int block = ReadBlockSize(node);
        int queries = ReadInt32(node, "qbs");
        CheckFlatScan(implementation, block, queries);
        ReadPackedCodes(node, header.Count, block, pq.M);
    }

    private void ReadIvfPqFastScan(IndexStructure node)
    {
        IvfParts ivf = ReadIvfHeader(node, legacy: false);
        NotManaged(node);
        RequirePlainMetric(node);
        ReadBoolean(node, "by_residual");
        long codeSize = ReadSize(node, "code_size");
        int block = ReadBlockSize(node);
        long evenM = ReadSize(node, "M2");
        CheckListScan(ReadInt32(node, "implem"), ReadSize(node, "qbs2"), block);
        CheckProbes(ivf);
        PqShape pq = ReadProductQuantizer(node, ivf.Header.Dimension);
        Require(pq.NBits == FastScanBits, $"nbits is {pq.NBits}, but a fast scan has {FastScanBits}");
        Require(codeSize == pq.CodeSize, $"code_size is {codeSize}, expected {pq.CodeSize}");
        Require(evenM == Even(pq.M), $"M2 is {evenM}, expected {Even(pq.M)}");
        ReadBlockLists(node, ivf, block, block * evenM / 2);
    }

    private int ReadBlockSize(IndexStructure node)
    {
        int block = ReadInt32(node, "bbs", 32, MaxBlock);
        Require(block % 32 == 0, $"bbs is {block}, expected a multiple of 32");
        return block;
    }

    /// <summary>
    /// The codes of a fast scan without lists: whole blocks of <paramref name="block"/> vectors, an even number of sub-quantizers.
    /// </summary>
    private void ReadPackedCodes(IndexStructure node, long count, int block, int m)
    {
        long padded = (count + block - 1) / block * block;
        ReadSize(node, "ntotal2", padded, padded);
        long even = ReadSize(node, "M2", Even(m), Even(m));
        SkipCodes(padded, even / 2);
    }

    private void ReadBlockLists(IndexStructure node, IvfParts ivf, int block, long blockBytes)
    {
        long offset = _in.Offset;
        string fourcc = _in.ReadFourcc();
        var lists = new IndexStructure("lists", fourcc, ListsClass(fourcc), offset) { Ids = (0, -1) };
        node.Add(lists);
        Require(fourcc == "ilbl", $"the lists are of type {fourcc}, but a fast scan has ilbl");
        ReadSize(lists, "nlist", ivf.NList, ivf.NList);
        Require(_in.ReadInt64() == -1, "the lists state a size of codes, but blocks have none");
        ReadSize(lists, "n_per_block", block, block);
        ReadSize(lists, "block_size", blockBytes, blockBytes);
        Require(ivf.NList <= _in.Remaining / (2 * sizeof(long)), $"nlist is {ivf.NList}, more than there are bytes for");
        var sizes = new long[ivf.NList];
        (long smallest, long largest) = (long.MaxValue, long.MinValue);
        for (int list = 0; list < sizes.Length; list++)
        {
            long size = sizes[list] = _in.ReadCount(sizeof(long), "the ids of a list");
            if (NeedsIds && size > 0)
            {
                (long least, long most) = ReadIdRange(size);
                (smallest, largest) = (Math.Min(smallest, least), Math.Max(largest, most));
            }
            else
            {
                _in.Skip(size, sizeof(long));
            }
            SkipCodes((size + block - 1) / block, blockBytes);
        }
        CheckSizes(lists, ivf, sizes);
        lists.Ids = smallest <= largest ? (smallest, largest) : (0, -1);
        lists.Length = _in.Offset - offset;
        node.Ids = lists.Ids;
    }

    private static long Even(long m) => (m + 1) & ~1L;

    /// <summary>FAISS has kernels for few shapes of blocks, and finds that out inside a parallel search, which ends the process.</summary>
    private void CheckFlatScan(int implementation, int block, int queries)
    {
        bool whole = implementation is 12 or 13 || (implementation == 0 && block == 32);
        bool fits = implementation is not (0 or >= 12 and <= 15) ? implementation is >= 1 and <= 4
            : whole ? block == 32 && AreQueryBlocks(queries)
            : block switch
            {
                32 => queries is >= 0 and <= 4,
                64 => queries is 1 or 2,
                96 or 128 or 160 => queries == 1,
                _ => false,
            };
        if (!fits)
            NotNative($"FAISS has no kernel for bbs = {block}, qbs = {queries}, implem = {implementation} and would end the process.");
    }

    private void CheckListScan(int implementation, long queries, int block)
    {
        if (implementation is < 0 or > 15 || queries > 11 || block != 32)
            NotNative($"FAISS has no kernel for bbs = {block}, qbs2 = {queries}, implem = {implementation} and would end the process.");
    }

    /// <summary>Some inverted files do not cut nprobe to nlist before they allocate for it.</summary>
    private void CheckProbes(IvfParts ivf)
    {
        if (ivf.NProbe > ivf.NList && ivf.NProbe > MostProbes)
            NotNative($"FAISS would allocate for nprobe = {ivf.NProbe} lists per query, of which there are {ivf.NList}.");
    }

    /// <summary>Whether a number is 0 or made of hexadecimal digits from 1 to 4: how many queries are compared at a time.</summary>
    private static bool AreQueryBlocks(int queries)
    {
        if (queries < 0)
            return false;
        for (int rest = queries; rest > 0; rest >>= 4)
        {
            if ((rest & 15) is < 1 or > 4)
                return false;
        }
        return true;
    }
}
