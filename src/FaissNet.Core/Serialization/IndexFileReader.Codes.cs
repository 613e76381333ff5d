using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet.Serialization;

/// <content>
/// The bulk of a file: codes and ids, which pass through one block of memory on their way into an index, or are left unread.
/// </content>
internal sealed partial class IndexFileReader
{
    private const int CodeBlockBytes = 1 << 20;

    private void SkipCodes(long count, long codeSize) => ReadCodes(count, codeSize, table: null);

    /// <summary>A vector of ntotal codes.</summary>
    private void ReadCodes(long count, long codeSize, CodeBuffer? table)
        => ReadRows(_in.ReadCount(1, Product(count, codeSize, "ntotal × code_size"), "the codes"), table);

    private unsafe void ReadRows(long bytes, CodeBuffer? table)
    {
        if (table is null)
        {
            _in.Skip(bytes, 1);
            return;
        }
        long rows = bytes / table.CodeSize;
        if (_file is not null && table.CanMap)
        {
            table.Map(_file.Pointer + _in.Offset, rows);
            _in.Skip(bytes, 1);
            return;
        }
        if (_in.IsLengthKnown)
            table.Reserve(rows);
        int blockRows = BlockRows(table.CodeSize, rows);
        using var block = new Scratch<byte>(blockRows, table.CodeSize);
        for (long done = 0; done < rows; done += blockRows)
        {
            Rows<byte> part = block.Rows.Slice(0, Math.Min(blockRows, rows - done));
            _in.ReadInto(part);
            table.Append(part);
        }
    }

    private void ReadListCodes(InvertedLists? lists, int list, long size, long codeSize)
    {
        if (lists is null)
        {
            _in.Skip(Product(size, codeSize, "a list's size × code_size"), 1);
            return;
        }
        int blockRows = BlockRows(lists.CodeSize, size);
        using var block = new Scratch<byte>(blockRows, lists.CodeSize);
        if (_in.IsLengthKnown)
            lists.Reserve(list, size);
        for (long done = 0; done < size; done += blockRows)
        {
            Rows<byte> part = block.Rows.Slice(0, Math.Min(blockRows, size - done));
            _in.ReadInto(part);
            // Ids come behind all codes of a list.
            lists.Reserve(list, done + part.Count);
            lists.WriteCodes(list, done, part);
        }
    }

    private (long Smallest, long Largest) ReadListIds(InvertedLists? lists, int list, long size)
    {
        if (lists is null)
        {
            if (NeedsIds)
                return ReadIdRange(size);
            _in.Skip(size, sizeof(long));
            return (0, -1);
        }
        using AlignedBuffer<long> ids = _in.ReadBuffer<long>(size);
        lists.WriteIds(list, ids.AsRows(1));
        lists.Commit(list, size);
        return NeedsIds ? RangeOf(ids.AsRows(1)) : (0, -1);
    }

    private static unsafe void CommitListIds(InvertedLists lists, int list, long[] ids)
    {
        if (ids.Length == 0)
            return;
        fixed (long* pointer = ids)
            lists.WriteIds(list, new Rows<long>(pointer, ids.Length, 1));
        lists.Commit(list, ids.Length);
    }

    /// <summary>Uses the codes and ids of a list where they are in the mapped file.</summary>
    private unsafe (long Smallest, long Largest) MapList(InvertedLists lists, int list, long size, long codeSize)
    {
        byte* codes = _file!.Pointer + _in.Offset;
        _in.Skip(Product(size, codeSize, "a list's size × code_size"), 1);
        var ids = (long*)(_file.Pointer + _in.Offset);
        _in.Skip(size, sizeof(long));
        lists.Map(list, codes, ids, size);
        return NeedsIds ? RangeOf(lists.Ids(list)) : (0, -1);
    }

    private static unsafe (long Smallest, long Largest) RangeOf(Rows<long> ids)
    {
        (long smallest, long largest) = (long.MaxValue, long.MinValue);
        for (long i = 0; i < ids.Count; i++)
        {
            smallest = Math.Min(smallest, ids.Pointer[i]);
            largest = Math.Max(largest, ids.Pointer[i]);
        }
        return ids.Count > 0 ? (smallest, largest) : (0, -1);
    }

    /// <summary>Rows of a block: a multiple of the rows that lie transposed together, and no more than there are.</summary>
    private static int BlockRows(int codeSize, long rows)
    {
        long whole = Math.Max(1, CodeBlockBytes / codeSize / CodeBlocks.BlockRows) * CodeBlocks.BlockRows;
        return (int)Math.Max(1, Math.Min(whole, rows));
    }
}
