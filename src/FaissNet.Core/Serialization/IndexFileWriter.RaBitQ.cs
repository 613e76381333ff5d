using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet.Serialization;

internal sealed partial class IndexFileWriter
{
    /// <summary>What fast-scan blocks state as the size of a code: none.</summary>
    private const long NoCodeSize = -1;

    private void WriteRaBitQ(RaBitQIndex index)
    {
        if (index.FastScanBlock > 0)
        {
            WriteRaBitQFastScan(index);
            return;
        }
        WriteHeader(index.Bits == 1 ? "Ixrq" : "Ixrr", index);
        WriteRaBitQuantizer(index.Quantizer, withBits: index.Bits > 1);
        WriteCodes(index.Codes);
        _out.WriteVector(index.Quantizer.Center);
        _out.Write((byte)index.QueryBits);
    }

    private void WriteIvfRaBitQ(IvfRaBitQIndex index)
    {
        if (index.FastScanBlock > 0)
        {
            WriteIvfRaBitQFastScan(index);
            return;
        }
        WriteIvfHeader(index.Bits == 1 ? "Iwrq" : "Iwrr", index);
        WriteRaBitQuantizer(index.Quantizer, withBits: index.Bits > 1);
        _out.Write((long)index.Lists.CodeSize);
        _out.Write(index.ByResidual);
        _out.Write((byte)index.QueryBits);
        WriteLists(index.Lists);
    }

    private void WriteRaBitQuantizer(RaBitQuantizer quantizer, bool withBits)
    {
        _out.Write((long)quantizer.Dimension);
        _out.Write((long)quantizer.CodeSize);
        _out.Write((int)quantizer.Metric);
        if (withBits)
            _out.Write((long)quantizer.Bits);
    }

    private void WriteRaBitQFastScan(RaBitQIndex index)
    {
        var blocks = new RaBitQFastScanBlocks(index.Quantizer.Shape, index.FastScanBlock, hasFactors: true);
        long count = (index.Count + blocks.Rows - 1) / blocks.Rows;
        WriteHeader("Irfn", index);
        WriteRaBitQuantizer(index.Quantizer, withBits: true);
        _out.WriteVector(index.IsTrained ? index.Quantizer.Center : new float[index.Dimension]);
        _out.Write((byte)index.QueryBits);
        _out.Write(blocks.Rows);
        _out.Write(count * blocks.Rows);
        _out.Write((long)blocks.Shape.SignBytes * 2);
        _out.Write((long)index.Quantizer.CodeSize);
        _out.Write(count * blocks.Bytes);
        using var codes = new Scratch<byte>(blocks.Rows, index.Quantizer.CodeSize);
        for (long start = 0; start < index.Count; start += blocks.Rows)
        {
            Rows<byte> rows = codes.Rows.Slice(0, Math.Min(blocks.Rows, index.Count - start));
            index.Codes.Read(start, rows);
            WriteBlock(blocks, rows);
        }
    }

    private void WriteIvfRaBitQFastScan(IvfRaBitQIndex index)
    {
        var blocks = new RaBitQFastScanBlocks(index.Quantizer.Shape, index.FastScanBlock, hasFactors: true);
        (int implementation, long queryBlocks) = index.FastScanSettings;
        WriteIvfHeader("Iwrn", index);
        WriteRaBitQuantizer(index.Quantizer, withBits: true);
        _out.Write(index.ByResidual);
        _out.Write((long)index.Quantizer.CodeSize);
        _out.Write(blocks.Rows);
        _out.Write(queryBlocks);
        _out.Write((long)blocks.Shape.SignBytes * 2);
        _out.Write(implementation);
        _out.Write((byte)index.QueryBits);
        _out.Write(index.CenteredQuery);
        _out.WriteFourcc("ilbl");
        _out.Write((long)index.NList);
        _out.Write(NoCodeSize);
        _out.Write((long)blocks.Rows);
        _out.Write(blocks.Bytes);
        using var codes = new Scratch<byte>(blocks.Rows, index.Quantizer.CodeSize);
        for (int list = 0; list < index.NList; list++)
        {
            long length = index.Lists.Length(list);
            _out.Write(length);
            _out.WriteElements(index.Lists.Ids(list));
            _out.Write((length + blocks.Rows - 1) / blocks.Rows * blocks.Bytes);
            for (long start = 0; start < length; start += blocks.Rows)
            {
                Rows<byte> rows = codes.Rows.Slice(0, Math.Min(blocks.Rows, length - start));
                index.Lists.ReadCodes(list, start, rows);
                WriteBlock(blocks, rows);
            }
        }
    }

    private unsafe void WriteBlock(RaBitQFastScanBlocks blocks, Rows<byte> codes)
    {
        using var block = new Scratch<byte>(1, checked((int)blocks.Bytes));
        blocks.Pack(codes, block.Pointer);
        _out.WriteElements(block.Rows);
    }
}
