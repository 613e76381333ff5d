namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    private void ReadInvertedLists(IndexStructure node, IvfParts ivf, long codeSize)
    {
        long offset = _in.Offset;
        string fourcc = _in.ReadFourcc();
        var lists = new IndexStructure("lists", fourcc, ListsClass(fourcc), offset);
        node.Add(lists);
        // Smallest above largest: no ids yet.
        lists.Ids = (0, -1);
        if (fourcc == "il00")
        {
            NotNative("FAISS would search them without looking.");
            NotManaged("The inverted lists were left out when the index was saved.");
        }
        else
        {
            ReadSize(lists, "nlist", ivf.NList, ivf.NList);
            ReadListsBody(lists, ivf, codeSize);
        }
        lists.Length = _in.Offset - offset;
        node.Ids = lists.Ids;
    }

    private string ListsClass(string fourcc) => fourcc switch
    {
        "ilar" => "ArrayInvertedLists",
        "ilbl" => "BlockInvertedLists",
        "ilod" => "OnDiskInvertedLists",
        "ilpn" or "ilp2" => "ArrayInvertedListsPanorama",
        "il00" => "no inverted lists",
        _ => throw _in.Error($"\"{fourcc}\" is not a type of inverted lists that FAISS writes"),
    };

    private void ReadListsBody(IndexStructure lists, IvfParts ivf, long codeSize)
    {
        switch (lists.Fourcc)
        {
            case "ilar":
                ReadSize(lists, "code_size", codeSize, codeSize);
                ReadArrayLists(lists, ivf, codeSize);
                break;
            case "ilod":
                ReadSize(lists, "code_size", codeSize, codeSize);
                ReadOnDiskLists(lists);
                break;
            case "ilbl":
                throw _in.Error("block lists belong only to fast-scan indexes");
            default:
                ReadSize(lists, "code_size", codeSize, codeSize);
                ReadPanoramaLists(lists, ivf, codeSize);
                break;
        }
    }

    private void ReadArrayLists(IndexStructure lists, IvfParts ivf, long codeSize)
    {
        long[] sizes = ReadListSizes(lists, ivf);
        (long smallest, long largest) = (long.MaxValue, long.MinValue);
        InvertedLists? mapped = _file is not null && ivf.Lists is { CanMap: true } target ? target : null;
        mapped?.BeginMap();
        for (int list = 0; list < sizes.Length; list++)
        {
            long size = sizes[list];
            if (size == 0)
                continue;
            Require(
                size <= _in.Remaining / (codeSize + sizeof(long)),
                $"list {list} has {size} codes, but only {_in.Remaining} bytes follow");
            (long least, long most) = mapped is not null ? MapList(mapped, list, size, codeSize) : CopyList(ivf.Lists, list, size, codeSize);
            smallest = Math.Min(smallest, least);
            largest = Math.Max(largest, most);
        }
        lists.Ids = smallest <= largest ? (smallest, largest) : (0, -1);
    }

    private (long Smallest, long Largest) CopyList(InvertedLists? lists, int list, long size, long codeSize)
    {
        ReadListCodes(lists, list, size, codeSize);
        return ReadListIds(lists, list, size);
    }

    /// <summary>Reads how many codes each list has, and checks that they can be there.</summary>
    private long[] ReadListSizes(IndexStructure lists, IvfParts ivf)
    {
        string kind = _in.ReadFourcc();
        lists.Add("sizes", kind);
        var sizes = new long[ivf.NList];
        if (kind == "full")
        {
            long count = _in.ReadCount(sizeof(long), ivf.NList, "the list sizes");
            sizes = _in.ReadArray<long>(count);
        }
        else if (kind == "sprs")
        {
            long count = _in.ReadCount(sizeof(long), "the list sizes");
            Require(count % 2 == 0, $"the list sizes are {count} numbers, expected pairs");
            long previous = -1;
            foreach (long[] pair in _in.ReadArray<long>(count).Chunk(2))
            {
                Require(
                    pair[0] > previous && pair[0] < ivf.NList,
                    $"list {pair[0]} follows list {previous}; expected ascending numbers below {ivf.NList}");
                sizes[previous = pair[0]] = pair[1];
            }
        }
        else
        {
            throw _in.Error($"the list sizes are of kind \"{kind}\", expected \"full\" or \"sprs\"");
        }
        CheckSizes(lists, ivf, sizes);
        return sizes;
    }

    private void CheckSizes(IndexStructure lists, IvfParts ivf, long[] sizes)
    {
        long total = 0;
        foreach (long size in sizes)
        {
            Require(size >= 0 && size <= ivf.Header.Count - total, $"the lists hold more than the {ivf.Header.Count} vectors of the index");
            total += size;
        }
        NoteSizes(lists, sizes);
        CheckDirectMap(ivf.DirectMap, sizes);
    }

    private (long Smallest, long Largest) ReadIdRange(long count)
    {
        (long smallest, long largest) = (long.MaxValue, long.MinValue);
        _in.ReadBlocks<long>(count, 1, block =>
        {
            foreach (long id in block)
            {
                smallest = Math.Min(smallest, id);
                largest = Math.Max(largest, id);
            }
        });
        return count > 0 ? (smallest, largest) : (0, -1);
    }

    private void ReadLegacyLists(IndexStructure node, IvfParts ivf, long codeSize, int elementSize)
    {
        long[][] ids = ivf.LegacyIds!;
        long[] sizes = [.. ids.Select(list => (long)list.Length)];
        Require(sizes.Sum() <= ivf.Header.Count, $"the lists hold more than the {ivf.Header.Count} vectors of the index");
        CheckDirectMap(ivf.DirectMap, sizes);
        for (int list = 0; list < sizes.Length; list++)
        {
            long bytes = Product(sizes[list], codeSize, "a list's size × code_size");
            _ = _in.ReadCount(elementSize, bytes / elementSize, "the codes of a list");
            ReadListCodes(ivf.Lists, list, sizes[list], codeSize);
            if (ivf.Lists is not null)
                CommitListIds(ivf.Lists, list, ids[list]);
        }
        (long smallest, long largest) = (0, -1);
        foreach (long[] list in ids.Where(list => list.Length > 0))
        {
            (smallest, largest) = smallest > largest
                ? (list.Min(), list.Max())
                : (Math.Min(smallest, list.Min()), Math.Max(largest, list.Max()));
        }
        node.Ids = (smallest, largest);
    }

    private void ReadOnDiskLists(IndexStructure lists)
    {
        // The data is in another file, which FAISS maps and trusts.
        NotNative("The inverted lists are in a file of their own, which cannot be checked here.");
        NotManaged("The C# engine does not have inverted lists in a file of their own (OnDiskInvertedLists).");
        long count = _in.ReadCount(3 * sizeof(long), (long)lists["nlist"]!, "the lists");
        _in.Skip(count, 3 * sizeof(long));
        long slots = _in.ReadCount(2 * sizeof(long), "the free slots");
        _in.Skip(slots, 2 * sizeof(long));
        byte[] name = _in.ReadArray<byte>(_in.ReadCount(1, "the file name"));
        lists.Add("filename", System.Text.Encoding.UTF8.GetString(name));
        ReadSize(lists, "totsize");
    }

    private void ReadPanoramaLists(IndexStructure lists, IvfParts ivf, long codeSize)
    {
        NeedsFaiss(FaissVersions.OfType(lists.Fourcc));
        NotManaged("The C# engine does not have Panorama lists.");
        long levels = ReadSize(lists, "n_levels", 1, Guard.MaxDimension);
        long batch = lists.Fourcc == "ilp2" ? ReadSize(lists, "batch_size", 1, 1 << 20) : 128;
        foreach (long size in ReadListSizes(lists, ivf))
        {
            if (size == 0)
                continue;
            long padded = (size + batch - 1) / batch * batch;
            _in.Skip(Product(padded, codeSize, "a list's size × code_size"), 1);
            _in.Skip(size, sizeof(long));
            _in.Skip(Product(padded, levels + 1, "a list's size × levels"), sizeof(float));
        }
    }
}
