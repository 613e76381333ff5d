namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    /// <summary>FAISS 1.7.3 refuses counts from here on; also keeps sums and products of counts far from overflow.</summary>
    private const long MaxCount = 1L << 40;

    private const int MetricInnerProduct = 0;
    private const int MetricL2 = 1;

    private IndexHeader ReadHeader(IndexStructure node)
    {
        int dimension = ReadInt32(node, "d", 1, Guard.MaxDimension);
        long count = _in.ReadInt64();
        Require(count is >= 0 and < MaxCount, $"ntotal is {count}, which no index can have");
        node.Add("ntotal", count);
        // FAISS writes two constants here and ignores them.
        if (_in.ReadInt64() == IndexTrailer.Mark)
            RequireTrailer(node);
        _in.ReadInt64();
        bool isTrained = ReadBoolean(node, "is_trained");
        int metric = ReadMetric(node);
        if (metric > MetricL2)
            ReadSingle(node, "metric_arg");
        return SetHeader(node, new IndexHeader(dimension, count, isTrained, metric));
    }

    private IndexHeader ReadBinaryHeader(IndexStructure node)
    {
        int dimension = ReadInt32(node, "d", 8, Guard.MaxDimension);
        Require(dimension % 8 == 0, $"d is {dimension} bits, expected a multiple of 8");
        int codeSize = ReadInt32(node, "code_size");
        // FAISS before 1.9 leaves it at 0 in id maps, which do not use it.
        bool mayLack = node.Fourcc is "IBMp" or "IBM2";
        Require(codeSize == dimension / 8 || (codeSize == 0 && mayLack), $"code_size is {codeSize}, expected {dimension / 8}");
        long count = _in.ReadInt64();
        Require(count is >= 0 and < MaxCount, $"ntotal is {count}, which no index can have");
        node.Add("ntotal", count);
        bool isTrained = ReadBoolean(node, "is_trained");
        int metric = ReadMetric(node);
        if (metric != MetricL2)
            NotManaged($"The C# engine expects metric 1 in a binary index, as FAISS writes it, not {metric}.");
        return SetHeader(node, new IndexHeader(dimension, count, isTrained, metric));
    }

    private int ReadMetric(IndexStructure node)
    {
        int metric = _in.ReadInt32();
        string name = IndexHeader.MetricName(metric) ?? throw _in.Error($"metric {metric} is not one of FAISS's");
        node.Add("metric_type", name);
        return metric;
    }

    private IndexHeader SetHeader(IndexStructure node, IndexHeader header)
    {
        Require(header.IsTrained || header.Count == 0, $"the index is not trained, but holds {header.Count} vectors");
        node.Header = header;
        CountDimensions(header.Dimension);
        // Most types number their vectors from 0; those that store ids say so when they have read them.
        node.Ids = (0, header.Count - 1);
        if (header.MetricType > MetricL2 && !IndexTypes.Find(node.Fourcc)!.Value.IsBinary)
            NotManaged($"The C# engine has the metrics L2 and inner product, not {IndexHeader.MetricName(header.MetricType)}.");
        NeedsFaiss(FaissVersions.OfMetric(header.MetricType));
        return header;
    }

    /// <summary>
    /// For types that know only L2 and inner product: FAISS finds that out inside a parallel search, which ends the process.
    /// </summary>
    private void RequirePlainMetric(IndexStructure node)
    {
        if (node.Header.MetricType > MetricL2)
        {
            string? metric = IndexHeader.MetricName(node.Header.MetricType);
            NotNative($"{node.ClassName} cannot be searched with the metric {metric}; FAISS would end the process.");
        }
    }

    /// <summary>A nested index must have the same dimension, and as many vectors if <paramref name="count"/> says how many.</summary>
    private void RequireLike(IndexStructure child, int dimension, long? count = null)
    {
        Require(child.Header.Dimension == dimension, $"the {child.Role} has the dimension {child.Header.Dimension}, expected {dimension}");
        if (count is { } expected)
            Require(child.Header.Count == expected, $"the {child.Role} holds {child.Header.Count} vectors, expected {expected}");
    }

    /// <summary>The ids that a nested index returns are used as positions in a table of <paramref name="limit"/> entries.</summary>
    private void RequireIdsBelow(IndexStructure child, long limit)
    {
        (long smallest, long largest) = child.Ids;
        Require(
            largest < smallest || (smallest >= 0 && largest < limit),
            $"the {child.Role} returns ids from {smallest} to {largest}, but only 0 to {limit - 1} exist");
    }

    private void ReadAbsent(IndexStructure node)
    {
        node.Ids = (0, -1);
        NotNative("FAISS would look for them without asking.");
        NotManaged("The vectors of the index were left out when it was saved.");
    }
}
