namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    /// <summary>A search allocates in proportion; nobody explores more than this.</summary>
    private const int MaxBeam = 1 << 20;

    private const int MaxGraphLevels = 256;

    private void ReadHnsw(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        if (node.Fourcc is not ("IHNf" or "IHNs" or "IHNp"))
            NotManaged(node);
        if (node.Fourcc == "IHfP")
        {
            long levels = ReadSize(node, "num_levels", 1, header.Dimension);
            SkipVector(sizeof(float), Product(header.Count, levels + 1, "ntotal × levels"), "the partial sums");
        }
        if (node.Fourcc is "IHNc" or "IHc2")
        {
            ReadBoolean(node, "keep_max_size_level0");
            ReadBoolean(node, "base_level_only");
            ReadInt32(node, "num_base_level_search_entrypoints", 0, MaxBeam);
            if (node.Fourcc == "IHc2")
                ReadInt32(node, "numeric_type", 0, 10);
        }
        HnswGraph? graph = ReadGraph(node, header.Count);
        IndexStructure storage = ReadChild(node, "storage", binary: false, needsIds: false);
        if (storage.Fourcc == "null")
            return;
        RequireLike(storage, header.Dimension, header.Count);
        RequireStorage(node, storage);
        bool isManaged = storage.Header.MetricType == header.MetricType && node.Fourcc switch
        {
            "IHNf" => storage.Fourcc is "IxF2" or "IxFI",
            "IHNs" => storage.Fourcc is "IxSQ",
            _ => storage.Fourcc is "IxPq",
        };
        if (!isManaged)
            NotManaged($"The C# engine does not expect {storage.ClassName}, or its metric, inside {node.ClassName}.");
        if (graph is not null)
            Created(node, new HnswIndex((FlatCodesIndex)storage.Loaded!, graph));
    }

    /// <summary>FAISS casts or compares with single vectors inside a parallel search, where a refusal ends the process.</summary>
    private void RequireStorage(IndexStructure node, IndexStructure storage)
    {
        bool fits = node.Fourcc switch
        {
            "IHNp" or "INSp" => storage.Fourcc is "IxPq",
            "IHNs" or "INSs" => storage.Fourcc is "IxSQ",
            "IHN2" => storage.Fourcc is "Ix2L",
            _ => storage.Fourcc is "IxF2" or "IxFI" or "IxFl",
        };
        if (!fits)
            NotNative($"FAISS does not expect {storage.ClassName} inside {node.ClassName}.");
        // When it is read, FAISS builds a table of ksub² distances for each sub-quantizer.
        if (node.Fourcc is "IHNp" && storage["nbits"] is > 12L)
            NotNative("FAISS builds tables for a graph over PQ codes of more than 12 bits, which may not fit in memory.");
    }

    /// <summary>When loading, the graph.</summary>
    private HnswGraph? ReadGraph(IndexStructure node, long count)
    {
        // Neighbours are numbered in 32 bits.
        Require(count <= int.MaxValue, $"a graph of {count} vectors cannot be numbered");
        long probabilityCount = _in.ReadCount(sizeof(double), "the level probabilities");
        Require(probabilityCount <= MaxGraphLevels, $"the graph has probabilities of {probabilityCount} levels");
        double[] probabilities = _in.ReadArray<double>(probabilityCount);
        long cumulativeCount = _in.ReadCount(sizeof(int), "the neighbours per level");
        Require(cumulativeCount <= MaxGraphLevels, $"the graph has {cumulativeCount} levels");
        // A vector that is added gets one of the levels that have a probability.
        Require(cumulativeCount == probabilityCount + 1, $"the graph has probabilities of {probabilityCount} levels, but neighbours of {cumulativeCount - 1}");
        int[] cumulative = _in.ReadArray<int>(cumulativeCount);
        for (int i = 0; i < cumulative.Length; i++)
            Require(i == 0 ? cumulative[i] == 0 : cumulative[i] >= cumulative[i - 1], "the neighbours per level do not ascend from 0");
        node.Add("neighbours_level0", cumulative.Length > 1 ? (long)cumulative[1] : 0);
        int[] levels = _in.ReadArray<int>(_in.ReadCount(sizeof(int), count, "the levels"));
        foreach (int level in levels)
            Require(level >= 1 && level < cumulative.Length, $"a vector has {level} levels, the graph {cumulative.Length - 1}");
        HnswGraph? graph = null;
        if (_load)
        {
            graph = new HnswGraph(probabilities, cumulative);
            _created.Add(graph);
            graph.Levels.Append(levels);
            graph.Offsets.Clear();
        }
        long edges = ReadGraphOffsets(levels, cumulative, graph);
        ReadGraphEdges(levels, cumulative, edges, graph);
        ReadGraphEntry(node, levels, cumulative, graph);
        return graph;
    }

    private long ReadGraphOffsets(int[] levels, int[] cumulative, HnswGraph? graph)
    {
        long count = _in.ReadCount(sizeof(long), levels.Length + 1L, "the offsets");
        long expected = 0;
        int at = 0;
        _in.ReadBlocks<long>(count, 1, block =>
        {
            graph?.Offsets.Append(block);
            foreach (long offset in block)
            {
                Require(offset == expected, $"the neighbours of vector {at} begin at {offset}, expected {expected}");
                if (at < levels.Length)
                    expected += cumulative[levels[at]];
                at++;
            }
        });
        return expected;
    }

    private void ReadGraphEdges(int[] levels, int[] cumulative, long edges, HnswGraph? graph)
    {
        _ = _in.ReadCount(sizeof(int), edges, "the neighbours");
        int vector = 0;
        int position = 0;
        int level = 0;
        _in.ReadBlocks<int>(edges, 1, block =>
        {
            graph?.Neighbours.Append(block);
            foreach (int neighbour in block)
            {
                while (position == cumulative[levels[vector]])
                    (vector, position, level) = (vector + 1, 0, 0);
                while (position >= cumulative[level + 1])
                    level++;
                position++;
                if (neighbour == -1)
                    continue;
                Require((uint)neighbour < (uint)levels.Length, $"vector {vector} has the neighbour {neighbour} of {levels.Length}");
                Require(
                    levels[neighbour] > level,
                    $"vector {vector} has the neighbour {neighbour} on level {level}, where that one is not");
            }
        });
    }

    private void ReadGraphEntry(IndexStructure node, int[] levels, int[] cumulative, HnswGraph? graph)
    {
        int entry = ReadInt32(node, "entry_point", -1, levels.Length - 1);
        int top = ReadInt32(node, "max_level", -1, cumulative.Length - 2 < -1 ? -1 : cumulative.Length - 2);
        Require(
            entry == -1 ? levels.Length == 0 : levels[entry] > top && top >= 0,
            $"the graph is entered at {entry} on level {top}, where no vector is");
        int efConstruction = ReadInt32(node, "efConstruction", 1, MaxBeam);
        int efSearch = ReadInt32(node, "efSearch", 1, MaxBeam);
        ReadInt32(node, "upper_beam", 1, MaxBeam);
        if (graph is not null)
            (graph.EntryPoint, graph.MaxLevel, graph.EfConstruction, graph.EfSearch) = (entry, top, efConstruction, efSearch);
    }
}
