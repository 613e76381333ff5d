namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    private void ReadFlat(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        int? metric = node.Fourcc switch { "IxF2" => MetricL2, "IxFI" => MetricInnerProduct, _ => null };
        Require(metric is null || metric == header.MetricType, $"the type says one metric and the header another, {header.MetricType}");
        Require(header.IsTrained, "a flat index needs no training, but says that it lacks it");
        FlatIndex? index = _load ? Created(node, new FlatIndex(header.Dimension, header.Metric)) : null;
        // The vector's count is in floats where other codes count bytes.
        long values = Product(header.Count, header.Dimension, "ntotal × d");
        ReadRows(_in.ReadCount(sizeof(float), values, "the vectors") * sizeof(float), index?.Codes);
    }

    private void ReadFlatPanorama(IndexStructure node)
    {
        int dimension = ReadInt32(node, "d", 1, Guard.MaxDimension);
        long levels = ReadSize(node, "n_levels", 1, dimension);
        long batch = ReadSize(node, "batch_size", 1, 1 << 20);
        long count = ReadSize(node, "ntotal", 0, MaxCount - 1);
        bool isTrained = ReadBoolean(node, "is_trained");
        SetHeader(node, new IndexHeader(dimension, count, isTrained, node.Fourcc == "IxFP" ? MetricL2 : MetricInnerProduct));
        NotManaged(node);
        long slots = (count + batch - 1) / batch * batch;
        SkipCodes(slots, dimension * sizeof(float));
        SkipVector(sizeof(float), Product(slots, levels + 1, "slots × levels"), "the partial sums");
    }

    private void ReadLattice(IndexStructure node)
    {
        int dimension = ReadInt32(node, "d", 1, Guard.MaxDimension);
        int blocks = ReadInt32(node, "nsq", 1, dimension);
        ReadInt32(node, "scale_nbit", 0, 32);
        ReadInt32(node, "r2", 1);
        IndexHeader header = ReadHeader(node);
        NotNative("FAISS builds tables for a lattice whose size nothing in the file bounds.");
        NotManaged(node);
        Require(header.Dimension == dimension, $"the dimension is stated as {dimension} and as {header.Dimension}");
        Require(dimension % blocks == 0, $"the dimension {dimension} is not a multiple of nsq = {blocks}");
        Require(header.Count == 0, $"ntotal is {header.Count}, but FAISS does not store the codes of a lattice");
        SkipVector(sizeof(float), header.IsTrained ? 2L * blocks : 0, "the trained ranges");
    }
}
