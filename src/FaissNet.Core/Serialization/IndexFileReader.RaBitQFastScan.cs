using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet.Serialization;

/// <content>
/// RaBitQ in the layout of FAISS's fast scan: blocks of packed signs, each followed by what else the codes of the block have. Files before 1.14 have all of
/// that in one piece, in the order of the ids.
/// </content>
internal sealed partial class IndexFileReader
{
    private void ReadRaBitQFastScan(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        RaBitQuantizer quantizer = ReadRaBitQuantizer(node, header, isMultiBit: true);
        // FAISS writes zeros while the index is not trained.
        ReadCenter(quantizer, header, header.Dimension);
        int bits = ReadQueryBits(node, 1);
        bool isOld = node.Fourcc == "Irfs";
        byte[] aside = isOld ? ReadAside(header.Count, quantizer, exact: true) : [];
        int block = ReadBlockSize(node);
        long padded = (header.Count + block - 1) / block * block;
        ReadSize(node, "ntotal2", padded, padded);
        long even = Even((header.Dimension + 3) / 4);
        ReadSize(node, "M2", even, even);
        ReadFastScanCodeSize(node, quantizer);
        RaBitQIndex? index = _load ? Created(node, new RaBitQIndex(quantizer, block) { QueryBits = bits }) : null;
        var blocks = new RaBitQFastScanBlocks(quantizer.Shape, block, !isOld);
        _ = _in.ReadCount(1, Product(padded / block, blocks.Bytes, "blocks × their bytes"), "the codes");
        ReadRaBitQBlocks(blocks, header.Count, aside, ids: null, codes => index?.Codes.Append(codes));
    }

    private void ReadIvfRaBitQFastScan(IndexStructure node)
    {
        IvfParts ivf = ReadIvfHeader(node, legacy: false);
        RaBitQuantizer quantizer = ReadRaBitQuantizer(node, ivf.Header, isMultiBit: true);
        bool byResidual = ReadBoolean(node, "by_residual");
        ReadFastScanCodeSize(node, quantizer);
        int block = ReadBlockSize(node);
        long queryBlocks = ReadSize(node, "qbs2");
        long even = Even((ivf.Header.Dimension + 3) / 4);
        ReadSize(node, "M2", even, even);
        int implementation = ReadInt32(node, "implem");
        int bits = ReadQueryBits(node, 1);
        bool centered = ReadBoolean(node, "centered");
        bool isOld = node.Fourcc == "Iwrf";
        byte[] aside = isOld ? ReadAside(ivf.Header.Count, quantizer, exact: false) : [];
        if (_load)
        {
            ivf.Index = Created(node, new IvfRaBitQIndex(Coarse(ivf), (int)ivf.NList, quantizer, block)
            {
                ByResidual = byResidual,
                QueryBits = bits,
                CenteredQuery = centered,
                FastScanSettings = (implementation, queryBlocks),
            });
        }
        ReadRaBitQBlockLists(node, ivf, new RaBitQFastScanBlocks(quantizer.Shape, block, !isOld), aside);
        ivf.Index?.Restore(ivf.Header.IsTrained, ivf.Header.Count, (int)Math.Min(ivf.NProbe, int.MaxValue), LoadedMap(ivf.DirectMap));
    }

    private void ReadFastScanCodeSize(IndexStructure node, RaBitQuantizer quantizer)
    {
        long stated = ReadSize(node, "code_size");
        if (stated != quantizer.CodeSize)
            NotNative($"code_size is {stated}, expected {quantizer.CodeSize}, and FAISS would go by it when it adds.");
    }

    /// <summary>Factors and finer bits in the order of the ids, as files before 1.14 have them.</summary>
    private byte[] ReadAside(long count, RaBitQuantizer quantizer, bool exact)
    {
        int each = quantizer.CodeSize - quantizer.Shape.SignBytes;
        long expected = Product(count, each, "ntotal × factors");
        long bytes = exact ? _in.ReadCount(1, expected, "the factors") : _in.ReadCount(1, "the factors");
        Require(bytes % each == 0, $"the factors are {bytes} bytes, not a multiple of {each}");
        return _in.ReadArray<byte>(bytes);
    }

    private void ReadRaBitQBlockLists(IndexStructure node, IvfParts ivf, RaBitQFastScanBlocks blocks, byte[] aside)
    {
        long offset = _in.Offset;
        string fourcc = _in.ReadFourcc();
        var lists = new IndexStructure("lists", fourcc, ListsClass(fourcc), offset) { Ids = (0, -1) };
        node.Add(lists);
        Require(fourcc == "ilbl", $"the lists are of type {fourcc}, but a fast scan has ilbl");
        ReadSize(lists, "nlist", ivf.NList, ivf.NList);
        Require(_in.ReadInt64() == -1, "the lists state a size of codes, but blocks have none");
        ReadSize(lists, "n_per_block", blocks.Rows, blocks.Rows);
        ReadSize(lists, "block_size", blocks.Bytes, blocks.Bytes);
        Require(ivf.NList <= _in.Remaining / (2 * sizeof(long)), $"nlist is {ivf.NList}, more than there are bytes for");
        var sizes = new long[ivf.NList];
        (long smallest, long largest) = (long.MaxValue, long.MinValue);
        for (int list = 0; list < sizes.Length; list++)
        {
            long size = sizes[list] = _in.ReadCount(sizeof(long), "the ids of a list");
            Require(size <= ivf.Header.Count, $"list {list} has {size} vectors, the index {ivf.Header.Count}");
            long[] ids = _in.ReadArray<long>(size);
            long bytes = Product((size + blocks.Rows - 1) / blocks.Rows, blocks.Bytes, "blocks × their bytes");
            _ = _in.ReadCount(1, bytes, "the codes of a list");
            long done = 0;
            int number = list;
            ReadRaBitQBlocks(blocks, size, aside, ids, codes =>
            {
                if (ivf.Index is null)
                    return;
                ivf.Index.Lists.Reserve(number, done + codes.Count);
                ivf.Index.Lists.WriteCodes(number, done, codes);
                done += codes.Count;
            });
            if (size == 0)
                continue;
            if (ivf.Index is not null)
                CommitListIds(ivf.Index.Lists, list, ids);
            (smallest, largest) = (Math.Min(smallest, ids.Min()), Math.Max(largest, ids.Max()));
        }
        CheckSizes(lists, ivf, sizes);
        lists.Ids = smallest <= largest ? (smallest, largest) : (0, -1);
        lists.Length = _in.Offset - offset;
        node.Ids = lists.Ids;
    }

    /// <summary>Reads blocks one by one and hands on the codes of each.</summary>
    private unsafe void ReadRaBitQBlocks(RaBitQFastScanBlocks blocks, long count, byte[] aside, long[]? ids, Action<Rows<byte>> take)
    {
        // Without vectors nothing in the file says that a block can be there.
        if (count == 0)
            return;
        using var packed = new Scratch<byte>(1, checked((int)blocks.Bytes));
        using var codes = new Scratch<byte>(blocks.Rows, blocks.Shape.CodeSize);
        int each = blocks.Shape.CodeSize - blocks.Shape.SignBytes;
        for (long start = 0; start < count; start += blocks.Rows)
        {
            _in.ReadInto(packed.Rows);
            Rows<byte> rows = codes.Rows.Slice(0, Math.Min(blocks.Rows, count - start));
            blocks.Unpack(packed.Pointer, rows);
            for (long i = 0; i < rows.Count && !blocks.HasFactors; i++)
            {
                long at = ids is null ? start + i : ids[start + i];
                Require(at >= 0 && at < aside.Length / each, $"id {at} has no factors, of which there are {aside.Length / each}");
                aside.AsSpan((int)(at * each), each).CopyTo(rows[i][blocks.Shape.SignBytes..]);
            }
            take(rows);
        }
    }
}
