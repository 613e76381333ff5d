using System.Runtime.InteropServices;
using FaissNet.Storage;

namespace FaissNet.Serialization;

internal sealed partial class IndexFileWriter
{
    private void WriteIvfFlat(IvfFlatIndex index)
    {
        WriteIvfHeader("IwFl", index);
        WriteLists(index.Lists);
    }

    private void WriteIvfScalar(IvfScalarQuantizerIndex index)
    {
        WriteIvfHeader("IwSq", index);
        WriteScalarQuantizer(index.Quantizer);
        _out.Write((long)index.Lists.CodeSize);
        _out.Write(index.ByResidual);
        WriteLists(index.Lists);
    }

    private void WriteIvfPq(IvfPqIndex index)
    {
        WriteIvfHeader("IwPQ", index);
        _out.Write(index.ByResidual);
        _out.Write((long)index.Lists.CodeSize);
        WriteProductQuantizer(index.Quantizer);
        WriteLists(index.Lists);
    }

    private void WriteIvfHeader(string fourcc, IvfIndex index)
    {
        WriteHeader(fourcc, index);
        _out.Write((long)index.NList);
        _out.Write((long)index.NProbe);
        Write(index.CoarseQuantizer);
        WriteDirectMap(index.DirectMap);
    }

    private void WriteDirectMap(DirectMap map)
    {
        _out.Write((byte)map.Type);
        _out.Write((long)map.Array.Count);
        foreach (long entry in map.Array)
            _out.Write(entry);
        if (map.Type != DirectMapType.HashTable)
            return;
        _out.Write((long)map.Table.Count);
        foreach ((long id, long entry) in map.Table)
        {
            _out.Write(id);
            _out.Write(entry);
        }
    }

    private void WriteLists(InvertedLists lists)
    {
        _out.WriteFourcc("ilar");
        _out.Write((long)lists.Count);
        _out.Write((long)lists.CodeSize);
        WriteListSizes(lists);
        for (int list = 0; list < lists.Count; list++)
        {
            long size = lists.Length(list);
            int blockRows = BlockRows(lists.CodeSize, size);
            using var block = new Scratch<byte>(blockRows, lists.CodeSize);
            for (long row = 0; row < size; row += blockRows)
            {
                Rows<byte> part = block.Rows.Slice(0, Math.Min(blockRows, size - row));
                lists.ReadCodes(list, row, part);
                _out.WriteElements(part);
            }
            _out.WriteElements(lists.Ids(list));
        }
    }

    /// <summary>All sizes, or where at most half of the lists hold anything, the numbers and sizes of those.</summary>
    private void WriteListSizes(InvertedLists lists)
    {
        var filled = new List<long>();
        for (int list = 0; list < lists.Count; list++)
        {
            if (lists.Length(list) > 0)
                filled.AddRange([list, lists.Length(list)]);
        }
        if (filled.Count / 2 <= lists.Count / 2)
        {
            _out.WriteFourcc("sprs");
            _out.WriteVector<long>(CollectionsMarshal.AsSpan(filled));
            return;
        }
        _out.WriteFourcc("full");
        _out.Write((long)lists.Count);
        for (int list = 0; list < lists.Count; list++)
            _out.Write(lists.Length(list));
    }
}
