using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet.Serialization;

/// <summary>Writes indexes of the managed engine as FAISS writes them, byte for byte.</summary>
internal sealed partial class IndexFileWriter
{
    private const int CodeBlockBytes = 1 << 20;

    /// <summary>FAISS writes this twice behind ntotal and ignores it.</summary>
    private const long Dummy = 1 << 20;

    private readonly FaissStreamWriter _out;

    private IndexFileWriter(FaissStreamWriter output) => _out = output;

    /// <summary>Writes an index and, if it needs one, the trailer.</summary>
    public static void Write(Stream stream, VectorIndex index, BuildOptions options) => Write(stream, index, index.QualityCard, options);

    /// <summary>Writes an index with the quality card of another, of which it is the only part that goes into a file.</summary>
    public static void Write(Stream stream, VectorIndex index, string? card, BuildOptions options)
    {
        var writer = new IndexFileWriter(new FaissStreamWriter(stream, options, index.Count * index.CodeSize));
        writer.Write(index);
        writer.Finish(card);
    }

    /// <inheritdoc cref="Write(Stream, VectorIndex, BuildOptions)"/>
    public static void Write(Stream stream, BinaryIndex index, BuildOptions options)
    {
        var writer = new IndexFileWriter(new FaissStreamWriter(stream, options, index.Count * index.CodeSize));
        writer.Write(index);
        writer.Finish(index.QualityCard);
    }

    /// <summary>Writes an index without its trailer, which is returned.</summary>
    public static IndexTrailer WriteApart(Stream stream, VectorIndex index, BuildOptions options)
    {
        var writer = new IndexFileWriter(new FaissStreamWriter(stream, options, index.Count * index.CodeSize));
        writer.Write(index);
        writer._out.Flush();
        return writer._trailer;
    }

    private void Write(VectorIndex index)
    {
        switch (index)
        {
            case FlatIndex flat: WriteFlat(flat); break;
            case ScalarQuantizerIndex scalar: WriteScalar(scalar); break;
            case PqIndex pq: WritePq(pq); break;
            case PqFastScanIndex pq: WritePqFastScan(pq); break;
            case HnswIndex graph: WriteHnsw(graph); break;
            case IvfFlatIndex ivf: WriteIvfFlat(ivf); break;
            case IvfScalarQuantizerIndex ivf: WriteIvfScalar(ivf); break;
            case IvfPqIndex ivf: WriteIvfPq(ivf); break;
            case IvfPqFastScanIndex ivf: WriteIvfPqFastScan(ivf); break;
            case RaBitQIndex rabitq: WriteRaBitQ(rabitq); break;
            case IvfRaBitQIndex ivf: WriteIvfRaBitQ(ivf); break;
            case RefineIndex refine: WriteRefine(refine, refine.Base, refine.RefineStore, refine.KFactor); break;
            case BinaryRerankIndex { RefineStore: { } store } rerank: WriteRefine(rerank, rerank.Base, store, rerank.KFactor); break;
            case IdMapIndex map: WriteIdMap(map); break;
            case HubnessIndex hubness: WriteHubness(hubness); break;
            case LshIndex lsh: WriteLsh(lsh); break;
            case PreTransformIndex transformed: WritePreTransform(transformed); break;
            default: throw new NotSupportedException($"{index.Description} has no form in FAISS's files.");
        }
    }

    private void WriteHeader(string fourcc, VectorIndex index)
    {
        _out.WriteFourcc(fourcc);
        _out.Write(index.Dimension);
        _out.Write(index.Count);
        _out.Write(_marksNext ? IndexTrailer.Mark : Dummy);
        _out.Write(Dummy);
        _out.Write(index.IsTrained);
        _out.Write((int)index.Metric);
        _marksNext = false;
    }

    private void WriteFlat(FlatIndex index)
    {
        WriteHeader(index.Metric == Metric.L2 ? "IxF2" : "IxFI", index);
        // Counted in floats.
        _out.Write(index.Count * index.Dimension);
        _out.WriteElements(index.Vectors);
    }

    private void WriteScalar(ScalarQuantizerIndex index)
    {
        WriteHeader("IxSQ", index);
        WriteScalarQuantizer(index.Quantizer);
        WriteCodes(index.Codes);
    }

    private void WriteScalarQuantizer(ScalarQuantizer quantizer)
    {
        _out.Write((int)quantizer.Type);
        _out.Write((int)quantizer.RangeStat);
        _out.Write(quantizer.RangeStatArg);
        _out.Write((long)quantizer.Dimension);
        _out.Write((long)quantizer.CodeSize);
        _out.WriteVector(quantizer.Trained);
    }

    private void WritePq(PqIndex index)
    {
        WriteHeader("IxPq", index);
        WriteProductQuantizer(index.Quantizer);
        WriteCodes(index.Codes);
        _out.Write(index.SearchType);
        _out.Write(index.EncodeSigns);
        _out.Write(index.PolysemousHt);
    }

    private void WriteProductQuantizer(ProductQuantizer quantizer)
    {
        _out.Write((long)quantizer.Dimension);
        _out.Write((long)quantizer.M);
        _out.Write((long)quantizer.NBits);
        long values = (long)quantizer.Dimension * quantizer.KSub;
        _out.Write(values);
        if (quantizer.IsTrained)
            _out.WriteElements(quantizer.Centroids.AsRows(1));
        else
            _out.WriteZeros(values * sizeof(float));
    }

    private void WriteRefine(VectorIndex index, VectorIndex coarse, VectorIndex precise, float factor)
    {
        WriteHeader("IxRF", index);
        Write(coarse);
        Write(precise);
        _out.Write(factor);
    }

    private void WriteIdMap(IdMapIndex index)
    {
        WriteHeader(index.HasReverseMap ? "IxM2" : "IxMp", index);
        Write(index.Inner);
        _out.Write(index.Count);
        _out.WriteElements(index.Ids);
    }

    private void WriteCodes(CodeBuffer codes)
    {
        _out.Write(codes.Count * codes.CodeSize);
        int blockRows = BlockRows(codes.CodeSize, codes.Count);
        using var block = new Scratch<byte>(blockRows, codes.CodeSize);
        for (long row = 0; row < codes.Count; row += blockRows)
        {
            Rows<byte> part = block.Rows.Slice(0, Math.Min(blockRows, codes.Count - row));
            codes.Read(row, part);
            _out.WriteElements(part);
        }
    }

    /// <summary>Rows of a block: a multiple of the rows that lie transposed together, and no more than there are.</summary>
    private static int BlockRows(int codeSize, long rows)
    {
        long whole = Math.Max(1, CodeBlockBytes / codeSize / CodeBlocks.BlockRows) * CodeBlocks.BlockRows;
        return (int)Math.Max(1, Math.Min(whole, rows));
    }
}
