namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    /// <summary>
    /// Lists that an index may have whose centroids are not in the file: FAISS and the managed engine allocate for each, so that a
    /// short file must not ask for more, in all indexes that are nested in it, than the largest that FAISS's guidelines know.
    /// </summary>
    private const long MaxUnbackedLists = 1 << 20;

    private const long MaxLists = int.MaxValue;

    private void ReadIvfFlat(IndexStructure node)
    {
        IvfParts ivf = ReadIvfHeader(node, legacy: node.Fourcc != "IwFl");
        RequirePlainMetric(node);
        if (_load)
            ivf.Index = Created(node, new IvfFlatIndex(Coarse(ivf), (int)ivf.NList, ivf.Header.Metric));
        ReadLists(node, ivf, ivf.Header.Dimension * sizeof(float), node.Fourcc == "IvFl" ? sizeof(float) : 1);
    }

    /// <summary>The lists in whichever of the two places they are, and with them the end of an inverted file.</summary>
    private void ReadLists(IndexStructure node, IvfParts ivf, long codeSize, int legacyElementSize)
    {
        if (ivf.LegacyIds is null)
            ReadInvertedLists(node, ivf, codeSize);
        else
            ReadLegacyLists(node, ivf, codeSize, legacyElementSize);
        // FAISS counts nprobe in 64 bits; beyond 32 it means all lists anyway.
        ivf.Index?.Restore(ivf.Header.IsTrained, ivf.Header.Count, (int)Math.Min(ivf.NProbe, int.MaxValue), LoadedMap(ivf.DirectMap));
    }

    /// <summary>The coarse quantizer of an inverted file of the managed engine.</summary>
    private static VectorIndex Coarse(IvfParts ivf) => (VectorIndex)ivf.Quantizer.Loaded!;

    private void ReadIvfFlatDedup(IndexStructure node)
    {
        IvfParts ivf = ReadIvfHeader(node, legacy: false);
        NotManaged(node);
        RequirePlainMetric(node);
        long values = _in.ReadCount(sizeof(long), "the instances");
        Require(values % 2 == 0, $"the instances are {values} numbers, expected pairs");
        node.Add("instances", values / 2);
        (long smallest, long largest) = (0, -1);
        if (NeedsIds)
            (smallest, largest) = ReadIdRange(values);
        else
            _in.Skip(values, sizeof(long));
        ReadInvertedLists(node, ivf, ivf.Header.Dimension * sizeof(float));
        if (smallest <= largest)
            node.Ids = (Math.Min(node.Ids.Smallest, smallest), Math.Max(node.Ids.Largest, largest));
    }

    private void ReadIvfScalar(IndexStructure node)
    {
        IvfParts ivf = ReadIvfHeader(node, legacy: node.Fourcc == "IvSQ");
        RequirePlainMetric(node);
        SqShape shape = ReadScalarQuantizer(node, ivf.Header, out ScalarQuantizer? quantizer);
        ReadSize(node, "code_size", shape.CodeSize, shape.CodeSize);
        // The older formats had no choice.
        bool byResidual = node.Fourcc != "IwSq" || ReadBoolean(node, "by_residual");
        if (quantizer is not null)
            ivf.Index = Created(node, new IvfScalarQuantizerIndex(Coarse(ivf), (int)ivf.NList, quantizer, byResidual, ivf.Header.Metric));
        ReadLists(node, ivf, shape.CodeSize, legacyElementSize: 1);
    }

    private void ReadIvfPq(IndexStructure node)
    {
        bool refined = node.Fourcc is "IwQR" or "IvQR";
        IvfParts ivf = ReadIvfHeader(node, legacy: node.Fourcc is "IvPQ" or "IvQR");
        RequirePlainMetric(node);
        if (refined)
        {
            if (!ivf.Header.IsTrained && _depth > 1)
                NotNative($"FAISS takes the end of an untrained {node.ClassName} for what follows it.");
            NotManaged(node);
            // Ids in the lists are positions among the codes of the second quantizer.
            _idsNeeded++;
        }
        bool byResidual = ReadBoolean(node, "by_residual");
        long codeSize = ReadSize(node, "code_size");
        PqShape pq = ReadProductQuantizer(node, ivf.Header.Dimension, out ProductQuantizer? quantizer, ivf.Header.IsTrained);
        Require(codeSize == pq.CodeSize, $"code_size is {codeSize}, expected {pq.CodeSize}");
        if (quantizer is not null)
            ivf.Index = Created(node, new IvfPqIndex(Coarse(ivf), (int)ivf.NList, quantizer, byResidual, ivf.Header.Metric));
        ReadLists(node, ivf, codeSize, legacyElementSize: 1);
        if (refined)
        {
            _idsNeeded--;
            ReadRefinePq(node);
        }
    }

    private void ReadRefinePq(IndexStructure node)
    {
        // FAISS writes this also of an untrained index, but does not read it then; at the end of a file that does no harm.
        PqShape pq = ReadProductQuantizer(node, node.Header.Dimension, "refine_");
        long bytes = _in.ReadCount(1, "the refine codes");
        Require(bytes % pq.CodeSize == 0, $"the refine codes are {bytes} bytes, not a multiple of their code size {pq.CodeSize}");
        _in.Skip(bytes, 1);
        RequireIdsBelow(node, bytes / pq.CodeSize);
        RequireFactor(ReadSingle(node, "k_factor"));
    }

    private void ReadIvfSpectralHash(IndexStructure node)
    {
        IvfParts ivf = ReadIvfHeader(node, legacy: false);
        NotManaged(node);
        RequirePlainMetric(node);
        TransformParts transform = ReadTransform(node, "transform");
        int bits = ReadInt32(node, "nbit", 1, Guard.MaxDimension);
        Require(
            transform.InputDimension == ivf.Header.Dimension,
            $"the transform takes {transform.InputDimension} dimensions, expected {ivf.Header.Dimension}");
        Require(
            transform.OutputDimension == bits,
            $"the transform gives {transform.OutputDimension} dimensions, expected one per bit, {bits}");
        Require(!ivf.Header.IsTrained || transform.IsTrained, "the index is trained, but its transform is not");
        ReadSingle(node, "period");
        int threshold = ReadInt32(node, "threshold_type", 0, 3);
        // Thr_global is 0 and needs nothing; the others learn a threshold per list and bit.
        long trained = ivf.Header.IsTrained && threshold != 0 ? Product(ivf.NList, bits, "nlist × nbit") : 0;
        SkipVector(sizeof(float), trained, "the thresholds");
        ReadInvertedLists(node, ivf, (bits + 7) / 8);
    }

    private void ReadIndependentQuantizer(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        NotNative("FAISS checks this type only since 1.15.");
        NotManaged(node);
        IndexStructure quantizer = ReadChild(node, "quantizer", binary: false, needsIds: true);
        RequireLike(quantizer, header.Dimension);
        int inner = header.Dimension;
        if (ReadBoolean(node, "has_vt"))
        {
            TransformParts transform = ReadTransform(node, "transform");
            Require(
                transform.InputDimension == header.Dimension,
                $"the transform takes {transform.InputDimension} dimensions, expected {header.Dimension}");
            inner = transform.OutputDimension;
        }
        IndexStructure index = ReadChild(node, "index", binary: false, needsIds: false);
        RequireLike(index, inner, header.Count);
        node.Ids = index.Ids;
        if (index.Fourcc is "IwPQ" or "IwQR")
            ReadInt32(node, "use_precomputed_table", -1, 3);
    }

    private void ReadIvfFlatPanorama(IndexStructure node)
    {
        IvfParts ivf = ReadIvfHeader(node, legacy: false);
        NotManaged(node);
        ReadSize(node, "n_levels", 1, ivf.Header.Dimension);
        if (node.Fourcc == "IwP2")
            ReadSize(node, "batch_size", 1, 1 << 20);
        ReadInvertedLists(node, ivf, ivf.Header.Dimension * sizeof(float));
    }

    private void RequireFactor(float factor)
        => Require(factor is >= 1 and <= 1000, $"k_factor is {factor}, expected 1 to 1000");
}
