namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
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
                NotManaged(node);
                IndexStructure inner = ReadChild(node, "index", binary: false, needsIds: false);
                RequireLike(inner, header.Dimension, header.Count);
                node.Ids = inner.Ids;
                break;
            case "IBHf" or "IBHc":
                ReadBinaryHnsw(node, header);
                break;
            case "IBMp" or "IBM2":
                NotManaged(node);
                IndexStructure mapped = ReadChild(node, "index", binary: true, needsIds: true);
                RequireLike(mapped, header.Dimension, header.Count);
                RequireIdsBelow(mapped, header.Count);
                ReadIdMapIds(node);
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
        BinaryFlatIndex? index = _load ? Created(node, new BinaryFlatIndex(header.Dimension)) : null;
        ReadCodes(header.Count, header.Dimension / 8, index?.Codes);
    }

    private void ReadBinaryIvf(IndexStructure node, IndexHeader header)
    {
        NotManaged(node);
        long nlist = ReadSize(node, "nlist", 1, MaxLists);
        long nprobe = ReadSize(node, "nprobe", 1);
        IndexStructure quantizer = ReadChild(node, "quantizer", binary: true, needsIds: true);
        RequireLike(quantizer, header.Dimension);
        IvfParts ivf = ReadIvfRest(node, header, nlist, nprobe, quantizer, legacy: false);
        CheckProbes(ivf);
        ReadInvertedLists(node, ivf, header.Dimension / 8);
    }

    private void ReadBinaryHnsw(IndexStructure node, IndexHeader header)
    {
        NotManaged(node);
        if (node.Fourcc == "IBHc")
        {
            ReadBoolean(node, "keep_max_size_level0");
            ReadBoolean(node, "base_level_only");
            ReadInt32(node, "num_base_level_search_entrypoints", 0, MaxBeam);
        }
        ReadGraph(node, header.Count);
        IndexStructure storage = ReadChild(node, "storage", binary: true, needsIds: false);
        RequireLike(storage, header.Dimension, header.Count);
        Require(storage.Fourcc == "IBxF", $"the storage is of type {storage.ClassName}, expected IndexBinaryFlat");
    }

    private void ReadBinaryHash(IndexStructure node, IndexHeader header)
    {
        NotManaged(node);
        int bits = ReadHashBits(node, header);
        ReadFlips(node, bits);
        long entries = ReadSize(node, "entries", 0, _in.Remaining);
        int sizeBits = ReadInt32(node, "il_nbit", 0, 40);
        byte[] buffer = ReadBitString(Product(entries, bits + sizeBits, "entries × bits"));
        long position = 0;
        long total = 0;
        var ids = (Smallest: long.MaxValue, Largest: long.MinValue);
        for (long entry = 0; entry < entries; entry++)
        {
            position += bits;
            long size = ReadBits(buffer, ref position, sizeBits);
            Require(size <= header.Count - total, $"the lists hold more than the {header.Count} vectors of the index");
            total += size;
            (long least, long most) = ReadIdRange(_in.ReadCount(sizeof(long), size, "the ids of a list"));
            if (size > 0)
                ids = (Math.Min(ids.Smallest, least), Math.Max(ids.Largest, most));
            SkipCodes(size, header.Dimension / 8);
        }
        node.Add("stored", total);
        node.Ids = total > 0 ? ids : (0, -1);
    }

    private void ReadBinaryMultiHash(IndexStructure node, IndexHeader header)
    {
        NotManaged(node);
        IndexStructure storage = ReadChild(node, "storage", binary: true, needsIds: false);
        Require(storage.Fourcc == "IBxF", $"the storage is of type {storage.ClassName}, expected IndexBinaryFlat");
        RequireLike(storage, header.Dimension, header.Count);
        int bits = ReadHashBits(node, header);
        int hashes = ReadInt32(node, "nhash", 1);
        ReadFlips(node, bits);
        Require((long)hashes * bits <= header.Dimension, $"{hashes} hashes of {bits} bits do not fit in {header.Dimension} bits");
        for (int hash = 0; hash < hashes; hash++)
            ReadHashMap(header, bits);
    }

    private void ReadHashMap(IndexHeader header, int bits)
    {
        int idBits = _in.ReadInt32();
        Require(idBits is >= 0 and <= 40, $"id_bits is {idBits}, expected 0 to 40");
        long entries = _in.ReadSize("the number of entries");
        Require(entries <= header.Count, $"a hash has {entries} entries for {header.Count} vectors");
        byte[] buffer = ReadBitString(Product(entries, bits + idBits, "entries × bits") + Product(header.Count, idBits, "ntotal × bits"));
        long position = 0;
        long total = 0;
        for (long entry = 0; entry < entries; entry++)
        {
            position += bits;
            long size = ReadBits(buffer, ref position, idBits);
            Require(size <= header.Count - total, $"a hash holds more than the {header.Count} vectors of the index");
            total += size;
            for (long i = 0; i < size; i++)
            {
                long id = ReadBits(buffer, ref position, idBits);
                Require(id < header.Count, $"a hash names vector {id} of {header.Count}");
            }
        }
    }

    private int ReadHashBits(IndexStructure node, IndexHeader header) => ReadInt32(node, "b", 1, Math.Min(header.Dimension, 62));

    private void ReadFlips(IndexStructure node, int bits)
    {
        // Every further flip multiplies the buckets that a search visits.
        int flips = ReadInt32(node, "nflip", 0, bits);
        if (flips > 8)
            NotNative($"FAISS would visit all buckets within {flips} flips of {bits} bits for each query, which may never end.");
    }

    private byte[] ReadBitString(long bits)
    {
        long bytes = _in.ReadCount(1, (bits + 7) / 8, "the bit string");
        return _in.ReadArray<byte>(bytes);
    }

    private static long ReadBits(byte[] buffer, ref long position, int count)
    {
        long value = 0;
        for (int i = 0; i < count; i++, position++)
            value |= (long)(buffer[position >> 3] >> (int)(position & 7) & 1) << i;
        return value;
    }
}
