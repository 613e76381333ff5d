using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet.Serialization;

internal sealed partial class IndexFileWriter
{
    private unsafe void WritePqFastScan(PqFastScanIndex index)
    {
        var layout = new FastScanBlocks(index.M, index.BlockSize);
        WriteHeader("IPfs", index);
        WriteProductQuantizer(index.Quantizer);
        _out.Write(index.Implementation);
        _out.Write(index.BlockSize);
        _out.Write(index.QueryBlocks);
        _out.Write(layout.Blocks(index.Count) * index.BlockSize);
        _out.Write(EvenM(index.M));
        WritePackedCodes(layout, index.Codes.Pointer, index.Count);
    }

    private unsafe void WriteIvfPqFastScan(IvfPqFastScanIndex index)
    {
        var layout = new FastScanBlocks(index.M, index.BlockSize);
        WriteIvfHeader("IwPf", index);
        _out.Write(index.ByResidual);
        _out.Write((long)index.Lists.CodeSize);
        _out.Write(index.BlockSize);
        _out.Write(EvenM(index.M));
        _out.Write(index.Implementation);
        _out.Write(index.QueryBlocks);
        WriteProductQuantizer(index.Quantizer);
        _out.WriteFourcc("ilbl");
        _out.Write((long)index.NList);
        // Blocks have no size per code.
        _out.Write(-1L);
        _out.Write((long)index.BlockSize);
        _out.Write(layout.BlockBytes);
        for (int list = 0; list < index.NList; list++)
        {
            _out.Write(index.Lists.Length(list));
            _out.WriteElements(index.Lists.Ids(list));
            WritePackedCodes(layout, index.Lists.Codes(list), index.Lists.Length(list));
        }
    }

    private static long EvenM(int m) => (m + 1) / 2 * 2;

    private unsafe void WritePackedCodes(FastScanBlocks layout, byte* codes, long count)
    {
        _out.Write(layout.Bytes(count));
        long atOnce = Math.Clamp(CodeBlockBytes / layout.BlockBytes, 1, Math.Max(1, layout.Blocks(count)));
        using var block = new Scratch<byte>(atOnce, checked((int)layout.BlockBytes));
        for (long row = 0; row < count; row += atOnce * layout.BlockRows)
        {
            long rows = Math.Min(atOnce * layout.BlockRows, count - row);
            Rows<byte> part = block.Rows.Slice(0, layout.Blocks(rows));
            part.AsSpan().Clear();
            NibbleBlocks.ToFile(layout, codes, row, rows, part.Pointer);
            _out.WriteElements(part);
        }
    }
}
