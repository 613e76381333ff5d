using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    private const int FastScanBits = 4;
    private const int MaxBlock = 1 << 16;
    private const int MostProbes = 4096;

    private void ReadPqFastScan(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        RequirePlainMetric(node);
        PqShape pq = ReadProductQuantizer(node, header.Dimension, out ProductQuantizer? quantizer, header.IsTrained);
        Require(pq.NBits == FastScanBits, $"nbits is {pq.NBits}, but a fast scan has {FastScanBits}");
        int implementation = ReadInt32(node, "implem");
        int block = ReadBlockSize(node);
        int queries = ReadInt32(node, "qbs");
        CheckFlatScan(implementation, block, queries);
        PqFastScanIndex? index = quantizer is null ? null : Created(node, new PqFastScanIndex(quantizer, header.Metric, block));
        if (index is not null)
            (index.Implementation, index.QueryBlocks) = (implementation, queries);
        ReadPackedCodes(node, header.Count, block, pq.M, index?.Codes);
    }

    private void ReadIvfPqFastScan(IndexStructure node)
    {
        IvfParts ivf = ReadIvfHeader(node, legacy: false);
        RequirePlainMetric(node);
        bool byResidual = ReadBoolean(node, "by_residual");
        long codeSize = ReadSize(node, "code_size");
        int block = ReadBlockSize(node);
        long evenM = ReadSize(node, "M2");
        int implementation = ReadInt32(node, "implem");
        long queries = ReadSize(node, "qbs2");
        CheckListScan(implementation, queries, block);
        CheckProbes(ivf);
        PqShape pq = ReadProductQuantizer(node, ivf.Header.Dimension, out ProductQuantizer? quantizer, ivf.Header.IsTrained);
        Require(pq.NBits == FastScanBits, $"nbits is {pq.NBits}, but a fast scan has {FastScanBits}");
        Require(codeSize == pq.CodeSize, $"code_size is {codeSize}, expected {pq.CodeSize}");
        Require(evenM == Even(pq.M), $"M2 is {evenM}, expected {Even(pq.M)}");
        if (quantizer is not null)
        {
            ivf.Index = Created(node, new IvfPqFastScanIndex(Coarse(ivf), (int)ivf.NList, quantizer, byResidual, block, ivf.Header.Metric)
            {
                Implementation = implementation,
                QueryBlocks = queries,
            });
        }
        ReadBlockLists(node, ivf, block, block * evenM / 2, new FastScanBlocks(pq.M, block));
        // FAISS counts nprobe in 64 bits; beyond 32 it means all lists anyway.
        ivf.Index?.Restore(ivf.Header.IsTrained, ivf.Header.Count, (int)Math.Min(ivf.NProbe, int.MaxValue), LoadedMap(ivf.DirectMap));
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
    private void ReadPackedCodes(IndexStructure node, long count, int block, int m, CodeBuffer? codes = null)
    {
        long padded = (count + block - 1) / block * block;
        ReadSize(node, "ntotal2", padded, padded);
        long even = ReadSize(node, "M2", Even(m), Even(m));
        long bytes = _in.ReadCount(1, Product(padded, even / 2, "ntotal2 × M2 / 2"), "the codes");
        if (codes is null)
            _in.Skip(bytes, 1);
        else
            ReadPackedRows(new FastScanBlocks(m, block), count, codes);
    }

    private unsafe void ReadPackedRows(FastScanBlocks layout, long count, CodeBuffer codes)
    {
        if (_in.IsLengthKnown)
            codes.Reserve(count);
        ReadPackedBlocks(layout, count, (file, rows) =>
        {
            codes.Reserve(rows);
            NibbleBlocks.FromFile(layout, file, rows, codes.Pointer, codes.Count);
            codes.Commit(rows);
        });
    }

    private unsafe void ReadPackedBlocks(FastScanBlocks layout, long count, PackedBlocksReader take)
    {
        // Without vectors nothing in the file says that a block can be there.
        if (count == 0)
            return;
        long atOnce = Math.Clamp(CodeBlockBytes / layout.BlockBytes, 1, Math.Max(1, layout.Blocks(count)));
        using var block = new Scratch<byte>(atOnce, checked((int)layout.BlockBytes));
        for (long done = 0; done < count; done += atOnce * layout.BlockRows)
        {
            long rows = Math.Min(atOnce * layout.BlockRows, count - done);
            _in.ReadInto(block.Rows.Slice(0, layout.Blocks(rows)));
            take(block.Pointer, rows);
        }
    }

    private unsafe void ReadPackedList(FastScanBlocks layout, InvertedLists lists, int list, AlignedBuffer<long> ids)
    {
        long row = 0;
        ReadPackedBlocks(layout, ids.Count, (file, rows) =>
        {
            lists.Reserve(list, row + rows);
            NibbleBlocks.FromFile(layout, file, rows, lists.Codes(list), row);
            row += rows;
        });
        lists.WriteIds(list, ids.AsRows(1));
        lists.Commit(list, ids.Count);
    }

    private void ReadBlockLists(IndexStructure node, IvfParts ivf, int block, long blockBytes, FastScanBlocks? layout = null)
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
            using AlignedBuffer<long>? ids = ivf.Index is null ? null : _in.ReadBuffer<long>(size);
            if (NeedsIds && size > 0)
            {
                (long least, long most) = ids is null ? ReadIdRange(size) : RangeOf(ids.AsRows(1));
                (smallest, largest) = (Math.Min(smallest, least), Math.Max(largest, most));
            }
            else if (ids is null)
            {
                _in.Skip(size, sizeof(long));
            }
            long bytes = _in.ReadCount(1, Product((size + block - 1) / block, blockBytes, "a list's blocks × block_size"), "the codes of a list");
            if (ids is null)
                _in.Skip(bytes, 1);
            else if (size > 0)
                ReadPackedList(layout!.Value, ivf.Index!.Lists, list, ids);
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

    /// <summary>Takes blocks of a file over.</summary>
    private unsafe delegate void PackedBlocksReader(byte* file, long rows);
}
