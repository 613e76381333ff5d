using FaissNet.Storage;

namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    private const string GraphStorage = "storage";

    private void ReadBinaryBody(IndexStructure node)
    {
        IndexHeader header = ReadBinaryHeader(node);
        switch (node.Fourcc)
        {
            case "IBxF":
                ReadBinaryFlat(node, header);
                break;
            case "IBwF":
                ReadBinaryIvf(node, header);
                break;
            case "IBFf":
                ReadBinaryFromFloat(node, header);
                break;
            case "IBHf" or "IBHc":
                ReadBinaryHnsw(node, header);
                break;
            case "IBMp" or "IBM2":
                ReadBinaryIdMap(node, header);
                break;
            case "IBHh":
                ReadBinaryHash(node, header);
                break;
            default:
                ReadBinaryMultiHash(node, header);
                break;
        }
    }

    private void ReadBinaryFlat(IndexStructure node, IndexHeader header)
    {
        Require(header.IsTrained, "a flat index needs no training, but says that it lacks it");
        BinaryFlatIndex? index = _load ? Created(node, new BinaryFlatIndex(header.Dimension, isTransposed: node.Role != GraphStorage)) : null;
        ReadCodes(header.Count, header.Dimension / 8, index?.Codes);
    }

    private void ReadBinaryIvf(IndexStructure node, IndexHeader header)
    {
        long nlist = ReadSize(node, "nlist", 1, MaxLists);
        long nprobe = ReadSize(node, "nprobe", 1);
        IndexStructure quantizer = ReadChild(node, "quantizer", binary: true, needsIds: true);
        RequireLike(quantizer, header.Dimension);
        IvfParts ivf = ReadIvfRest(node, header, nlist, nprobe, quantizer, legacy: false);
        CheckProbes(ivf);
        if (_load)
            ivf.BinaryIndex = Created(node, new BinaryIvfIndex((BinaryIndex)quantizer.Loaded!, (int)nlist));
        ReadInvertedLists(node, ivf, header.Dimension / 8);
        // FAISS counts nprobe in 64 bits; beyond 32 it means all lists anyway.
        ivf.BinaryIndex?.Restore(header.IsTrained, header.Count, (int)Math.Min(nprobe, int.MaxValue), LoadedMap(ivf.DirectMap));
    }

    private void ReadBinaryIdMap(IndexStructure node, IndexHeader header)
    {
        IndexStructure inner = ReadChild(node, "index", binary: true, needsIds: true);
        RequireLike(inner, header.Dimension, header.Count);
        RequireIdsBelow(inner, header.Count);
        if (!_load)
        {
            ReadIdMapIds(node);
            return;
        }
        using AlignedBuffer<long> ids = _in.ReadBuffer<long>(_in.ReadCount(sizeof(long), header.Count, "the id map"));
        if (NeedsIds)
            node.Ids = RangeOf(ids.AsRows(1));
        int codeSize = (int)(long)node["code_size"]!;
        Created(node, new BinaryIdMapIndex((BinaryIndex)inner.Loaded!, node.Fourcc == "IBM2", ids.AsRows(1)) { StatedCodeSize = codeSize });
    }

    private void ReadBinaryFromFloat(IndexStructure node, IndexHeader header)
    {
        IndexStructure inner = ReadChild(node, "index", binary: false, needsIds: NeedsIds);
        RequireLike(inner, header.Dimension, header.Count);
        node.Ids = inner.Ids;
        if (inner.Header.MetricType != MetricL2)
            NotManaged("The C# engine turns bits into vectors only for indexes that compare by L2, whose distances are four times the Hamming distance.");
        if (_load)
            Created(node, new BinaryFromFloatIndex((VectorIndex)inner.Loaded!));
    }

    private void ReadBinaryHnsw(IndexStructure node, IndexHeader header)
    {
        if (node.Fourcc == "IBHc")
        {
            NotManaged(node);
            ReadBoolean(node, "keep_max_size_level0");
            ReadBoolean(node, "base_level_only");
            ReadInt32(node, "num_base_level_search_entrypoints", 0, MaxBeam);
        }
        HnswGraph? graph = ReadGraph(node, header.Count);
        IndexStructure storage = ReadChild(node, GraphStorage, binary: true, needsIds: false);
        RequireLike(storage, header.Dimension, header.Count);
        Require(storage.Fourcc == "IBxF", $"the storage is of type {storage.ClassName}, expected IndexBinaryFlat");
        if (graph is not null)
            Created(node, new BinaryHnswIndex((BinaryFlatIndex)storage.Loaded!, graph));
    }
}
