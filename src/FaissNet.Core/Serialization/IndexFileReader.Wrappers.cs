using FaissNet.Storage;

namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    private void ReadRefine(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        if (node.Fourcc == "IxRP")
            NotManaged(node);
        // What the first index finds is looked up in the second by position.
        IndexStructure first = ReadChild(node, "base", binary: false, needsIds: true);
        IndexStructure second = ReadChild(node, "refine", binary: false, needsIds: NeedsIds);
        RequireLike(first, header.Dimension, header.Count);
        RequireLike(second, header.Dimension, header.Count);
        RequireIdsBelow(first, header.Count);
        if (second.Fourcc is "IxF2" or "IxFI" or "IxFl")
            node.ClassName = "IndexRefineFlat";
        else if (second.Fourcc is not ("IxSQ" or "IxPq" or "IxPQ" or "IxPo"))
            NotNative($"FAISS compares with single vectors of {second.ClassName} inside a parallel search, where its refusal ends the process.");
        float factor = ReadSingle(node, "k_factor");
        RequireFactor(factor);
        bool reranks = HasSigns(first) && second.Fourcc is ("IxF2" or "IxFI" or "IxFl" or "IxSQ" or "IxPq" or "IxPQ" or "IxPo");
        if ((first.Header.MetricType != header.MetricType && !reranks) || second.Header.MetricType != header.MetricType)
            NotManaged("The C# engine refines with indexes of one metric.");
        if (!_load)
            return;
        var coarse = (VectorIndex)first.Loaded!;
        var precise = (VectorIndex)second.Loaded!;
        if (reranks)
            Created(node, new BinaryRerankIndex(coarse, precise) { KFactor = factor });
        else
            Created(node, new RefineIndex(coarse, precise) { KFactor = factor });
    }

    /// <summary>Signs are compared by one metric, whatever ranks what they find.</summary>
    private static bool HasSigns(IndexStructure node)
        => node.Fourcc is "IxHe" or "IxHE" || (node.Fourcc == "IxPT" && HasSigns(node.Children[^1]));

    private void ReadIdMap(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        IndexStructure inner = ReadChild(node, "index", binary: false, needsIds: true);
        RequireLike(inner, header.Dimension, header.Count);
        RequireIdsBelow(inner, header.Count);
        if (inner.Header.MetricType != header.MetricType)
            NotManaged("The C# engine has id maps of the metric of their index.");
        if (!_load)
        {
            ReadIdMapIds(node);
            return;
        }
        using AlignedBuffer<long> ids = _in.ReadBuffer<long>(_in.ReadCount(sizeof(long), header.Count, "the id map"));
        if (NeedsIds)
            node.Ids = RangeOf(ids.AsRows(1));
        Created(node, new IdMapIndex((VectorIndex)inner.Loaded!, node.Fourcc == "IxM2", ids.AsRows(1)));
    }

    private void ReadIdMapIds(IndexStructure node)
    {
        long count = _in.ReadCount(sizeof(long), node.Header.Count, "the id map");
        if (NeedsIds)
            node.Ids = ReadIdRange(count);
        else
            _in.Skip(count, sizeof(long));
    }

    private void ReadPreTransform(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        int count = ReadInt32(node, "chain", 0, 1000);
        if (count == 0)
            NotManaged("The C# engine has no chain without a transform.");
        int dimension = header.Dimension;
        var chain = new VectorTransform?[count];
        for (int i = 0; i < count; i++)
        {
            TransformParts transform = ReadTransform(node, "transform");
            Require(
                transform.InputDimension == dimension,
                $"transform {i} takes {transform.InputDimension} dimensions, but gets {dimension}");
            Require(!header.IsTrained || transform.IsTrained, $"the index is trained, but transform {i} is not");
            dimension = transform.OutputDimension;
            chain[i] = WithQueries(node, transform, i);
        }
        IndexStructure inner = ReadChild(node, "index", binary: false, needsIds: false);
        RequireLike(inner, dimension, header.Count);
        node.Ids = inner.Ids;
        if (inner.Header.MetricType != header.MetricType)
            NotManaged("The C# engine puts transforms in front of indexes of the same metric.");
        RequireInnerProduct(node, inner);
        if (_load)
            Created(node, new PreTransformIndex((VectorIndex)inner.Loaded!, chain!));
    }

    private void ReadRowwiseMinMax(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        NotManaged(node);
        IndexStructure inner = ReadChild(node, "index", binary: false, needsIds: false);
        RequireLike(inner, header.Dimension, header.Count);
        node.Ids = inner.Ids;
    }

    private void ReadLsh(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        if (header.MetricType != MetricL2)
            NotManaged("The C# engine has sign codes with the metric L2 alone, as FAISS makes them.");
        int bits = ReadInt32(node, "nbits", 1, Guard.MaxDimension);
        bool rotates = ReadBoolean(node, "rotate_data");
        bool learnsThresholds = ReadBoolean(node, "train_thresholds");
        long count = _in.ReadCount(sizeof(float), learnsThresholds && header.IsTrained ? bits : 0, "the thresholds");
        float[] thresholds = _load ? _in.ReadArray<float>(count) : [];
        if (!_load)
            _in.Skip(count, sizeof(float));
        bool legacy = node.Fourcc == "IxHE";
        Require(!legacy || bits % 64 == 0, $"nbits is {bits}, but this old format has multiples of 64");
        int codeSize = (bits + 7) / 8;
        int stated = legacy ? bits / 64 : codeSize;
        ReadInt32(node, "code_size", stated, stated);
        TransformParts rotation = ReadTransform(node, "rotation");
        Require(rotation.Fourcc == "rrot", $"the rotation is of type {rotation.Fourcc}, expected rrot");
        Require(
            rotation.InputDimension == header.Dimension && rotation.OutputDimension == bits,
            $"the rotation is {rotation.OutputDimension} × {rotation.InputDimension}, expected {bits} × {header.Dimension}");
        Require(!rotates || !header.IsTrained || rotation.IsTrained, "the index is trained, but its rotation is not");
        Require(
            rotates || bits <= header.Dimension,
            $"nbits is {bits} without a rotation, expected at most the dimension {header.Dimension}");
        LshIndex? index = _load ? Created(node, new LshIndex((RandomRotationMatrix)rotation.Loaded!, rotates, learnsThresholds)) : null;
        if (index is not null && thresholds.Length > 0)
            index.Quantizer.SetThresholds(thresholds);
        ReadCodes(header.Count, codeSize, index?.Codes);
    }
}
