namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    /// <summary>A search allocates in proportion; nobody explores more than this.</summary>
    private const int MaxBeam = 1 << 20;

    private void ReadHnsw(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
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
        ReadGraph(node, header.Count);
        IndexStructure storage = ReadChild(node, "storage", binary: false, needsIds: false);
        if (storage.Fourcc == "null")
            return;
        RequireLike(storage, header.Dimension, header.Count);
        RequireStorage(node, storage);
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

    private void ReadGraph(IndexStructure node, long count)
    {
        // Neighbours are numbered in 32 bits.
        Require(count <= int.MaxValue, $"a graph of {count} vectors cannot be numbered");
        long probabilities = _in.ReadCount(sizeof(double), "the level probabilities");
        _in.Skip(probabilities, sizeof(double));
        long cumulativeCount = _in.ReadCount(sizeof(int), "the neighbours per level");
        Require(cumulativeCount <= 256, $"the graph has {cumulativeCount} levels");
        int[] cumulative = _in.ReadArray<int>(cumulativeCount);
        for (int i = 0; i < cumulative.Length; i++)
            Require(i == 0 ? cumulative[i] == 0 : cumulative[i] >= cumulative[i - 1], "the neighbours per level do not ascend from 0");
        node.Add("neighbours_level0", cumulative.Length > 1 ? (long)cumulative[1] : 0);
        int[] levels = _in.ReadArray<int>(_in.ReadCount(sizeof(int), count, "the levels"));
        foreach (int level in levels)
            Require(level >= 1 && level < cumulative.Length, $"a vector has {level} levels, the graph {cumulative.Length - 1}");
        long edges = ReadGraphOffsets(levels, cumulative);
        ReadGraphEdges(levels, cumulative, edges);
        ReadGraphEntry(node, levels, cumulative);
    }

    private long ReadGraphOffsets(int[] levels, int[] cumulative)
    {
        long count = _in.ReadCount(sizeof(long), levels.Length + 1L, "the offsets");
        long expected = 0;
        int at = 0;
        _in.ReadBlocks<long>(count, 1, block =>
        {
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

    private void ReadGraphEdges(int[] levels, int[] cumulative, long edges)
    {
        _ = _in.ReadCount(sizeof(int), edges, "the neighbours");
        int vector = 0;
        int position = 0;
        int level = 0;
        _in.ReadBlocks<int>(edges, 1, block =>
        {
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

    private void ReadGraphEntry(IndexStructure node, int[] levels, int[] cumulative)
    {
        int entry = ReadInt32(node, "entry_point", -1, levels.Length - 1);
        int top = ReadInt32(node, "max_level", -1, cumulative.Length - 2 < -1 ? -1 : cumulative.Length - 2);
        Require(
            entry == -1 ? levels.Length == 0 : levels[entry] > top && top >= 0,
            $"the graph is entered at {entry} on level {top}, where no vector is");
        ReadInt32(node, "efConstruction", 1, MaxBeam);
        ReadInt32(node, "efSearch", 1, MaxBeam);
        ReadInt32(node, "upper_beam", 1, MaxBeam);
    }
}
