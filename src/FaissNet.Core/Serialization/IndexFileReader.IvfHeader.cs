namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    private const byte DirectMapNone = 0;
    private const byte DirectMapArray = 1;
    private const byte DirectMapHashTable = 2;

    private IvfParts ReadIvfHeader(IndexStructure node, bool legacy)
    {
        IndexHeader header = ReadHeader(node);
        long nlist = ReadSize(node, "nlist", 1, MaxLists);
        long nprobe = ReadSize(node, "nprobe", 1);
        IndexStructure quantizer = ReadChild(node, "quantizer", binary: false, needsIds: true);
        RequireLike(quantizer, header.Dimension);
        if (node.Fourcc is not ("IwFl" or "IwFd" or "IvFl" or "IvFL") && !GivesVectorsBack(quantizer))
            NotNative($"FAISS asks {quantizer.ClassName} for centroids inside a parallel search, where its refusal ends the process.");
        return ReadIvfRest(node, header, nlist, nprobe, quantizer, legacy);
    }

    private IvfParts ReadIvfRest(IndexStructure node, IndexHeader header, long nlist, long nprobe, IndexStructure quantizer, bool legacy)
    {
        RequireNList(nlist, header, quantizer);
        long[][]? legacyIds = legacy ? ReadLegacyIds(node, nlist) : null;
        DirectMapParts directMap = ReadDirectMap(node, header);
        return new IvfParts
        {
            Header = header,
            NList = nlist,
            NProbe = nprobe,
            Quantizer = quantizer,
            LegacyIds = legacyIds,
            DirectMap = directMap,
        };
    }

    /// <summary>Whether FAISS's index can reconstruct: inverted files need a direct map for it, and id maps a table.</summary>
    private static bool GivesVectorsBack(IndexStructure index) => index.Fourcc switch
    {
        "IxMp" => false,
        "IxM2" or "IxPT" => GivesVectorsBack(index.Children[^1]),
        _ => index["direct_map"] is null || (index["direct_map"] is "array" && index["direct_map_gaps"] is null),
    };

    /// <summary>How many vectors the lists hold that an index is made of; inverted files may count more. Others have what they count.</summary>
    private static long Stored(IndexStructure index)
        => index.Children.Where(child => child.Role != "quantizer").Select(Stored).Append(index["stored"] as long? ?? long.MaxValue).Min();

    private long ReadNList(IndexStructure node, IndexStructure quantizer)
    {
        long nlist = ReadSize(node, "nlist", 1, MaxLists);
        RequireNList(nlist, node.Header, quantizer);
        return nlist;
    }

    /// <summary>What the coarse quantizer returns is followed as the number of a list.</summary>
    private void RequireNList(long nlist, IndexHeader header, IndexStructure quantizer)
    {
        long centroids = quantizer.Header.Count;
        Require(!header.IsTrained || centroids == nlist, $"nlist is {nlist}, but the quantizer holds {centroids} centroids");
        Require(centroids <= nlist, $"nlist is {nlist}, but the quantizer holds {centroids} centroids");
        RequireIdsBelow(quantizer, nlist);
        Require(Stored(quantizer) >= centroids, $"the quantizer counts {centroids} centroids, but its lists hold {Stored(quantizer)}");
        bool isBacked = centroids == nlist && nlist <= _in.Offset && quantizer.Fourcc is not ("Imiq" or "ImRQ");
        if (!isBacked)
            _unbackedLists += nlist;
        Require(_unbackedLists <= MaxUnbackedLists, $"nlist is {nlist}, but no centroids are in the file that would call for so many");
    }

    private DirectMapParts ReadDirectMap(IndexStructure node, IndexHeader header)
    {
        byte type = _in.ReadByte();
        Require(type <= DirectMapHashTable, $"the type of the direct map is {type}, expected 0 to 2");
        node.Add("direct_map", type switch { DirectMapNone => "none", DirectMapArray => "array", _ => "hashtable" });
        long count = _in.ReadCount(sizeof(long), "the direct map");
        Require(
            type == DirectMapArray ? count == header.Count : count == 0,
            $"the direct map has {count} entries for {header.Count} vectors");
        if (type != DirectMapHashTable)
        {
            long[] entries = _in.ReadArray<long>(count);
            if (entries.AsSpan().Count(-1) is var gaps and > 0)
                node.Add("direct_map_gaps", (long)gaps);
            return new DirectMapParts(type, entries);
        }
        long pairs = _in.ReadCount(2 * sizeof(long), "the direct map");
        Require(pairs <= header.Count, $"the direct map has {pairs} ids for {header.Count} vectors");
        return new DirectMapParts(type, _in.ReadArray<long>(2 * pairs));
    }

    private static DirectMap LoadedMap(DirectMapParts map) => map.Type switch
    {
        DirectMapArray => DirectMap.FromArray(map.Entries),
        DirectMapHashTable => DirectMap.FromTable(map.Entries.Chunk(2).Select(pair => KeyValuePair.Create(pair[0], pair[1]))),
        _ => DirectMap.None(),
    };

    private void CheckDirectMap(DirectMapParts map, long[] sizes)
    {
        int step = map.Type == DirectMapHashTable ? 2 : 1;
        // Whoever removes through the table takes a list's last vector away for each entry.
        HashSet<long>? seen = map.Type == DirectMapHashTable ? [] : null;
        for (int i = step - 1; i < map.Entries.Length; i += step)
        {
            long entry = map.Entries[i];
            if (entry == -1 && map.Type == DirectMapArray)
                continue;
            long list = entry >> 32;
            long position = entry & uint.MaxValue;
            if (entry < 0 || list >= sizes.Length || position >= sizes[list])
                throw _in.Error($"the direct map points to position {position} of list {list}, which does not exist");
            Require(seen?.Add(entry) != false, $"the direct map points twice to position {position} of list {list}");
        }
    }

    private long[][] ReadLegacyIds(IndexStructure node, long nlist)
    {
        _ = Product(nlist, sizeof(long), "nlist × 8");
        Require(nlist <= _in.Remaining / sizeof(long), $"nlist is {nlist}, more than there are bytes for");
        var ids = new List<long[]>();
        for (long list = 0; list < nlist; list++)
            ids.Add(_in.ReadArray<long>(_in.ReadCount(sizeof(long), "the ids of a list")));
        NoteSizes(node, [.. ids.Select(list => (long)list.Length)]);
        return [.. ids];
    }

    /// <summary>Says in the structure how full the lists are.</summary>
    private static void NoteSizes(IndexStructure node, long[] sizes)
    {
        node.Add("stored", sizes.Sum());
        node.Add("empty_lists", (long)sizes.Count(size => size == 0));
        node.Add("shortest_list", sizes.Min());
        node.Add("longest_list", sizes.Max());
        double squares = sizes.Sum(size => (double)size * size);
        double total = sizes.Sum();
        // FAISS: imbalance_factor, 1 for equal lists.
        node.Add("imbalance_factor", total > 0 ? squares * sizes.Length / (total * total) : 1.0);
    }
}
