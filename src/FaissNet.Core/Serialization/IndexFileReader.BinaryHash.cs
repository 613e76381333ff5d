using FaissNet.Quantizers;

namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    private void ReadBinaryHash(IndexStructure node, IndexHeader header)
    {
        int bits = ReadHashBits(node, header);
        int flips = ReadFlips(node, bits);
        long entries = ReadSize(node, "entries", 0, _in.Remaining);
        int sizeBits = ReadInt32(node, "il_nbit", 0, 40);
        byte[] buffer = ReadBitString(Product(entries, bits + sizeBits, "entries × bits"));
        long total = 0;
        var ids = (Smallest: long.MaxValue, Largest: long.MinValue);
        var buckets = new Dictionary<long, HashBucket>();
        for (long entry = 0; entry < entries; entry++)
        {
            long position = entry * (bits + sizeBits);
            long hash = BitField.Read(buffer, position, bits);
            long size = BitField.Read(buffer, position + bits, sizeBits);
            Require(size <= header.Count - total, $"the lists hold more than the {header.Count} vectors of the index");
            total += size;
            var bucket = new HashBucket(header.Dimension / 8);
            Require(buckets.TryAdd(hash, bucket), $"two lists have the hash {hash}");
            (long least, long most) = ReadHashBucket(bucket, size, header.Dimension / 8);
            if (size > 0)
                ids = (Math.Min(ids.Smallest, least), Math.Max(ids.Largest, most));
        }
        node.Add("stored", total);
        node.Ids = total > 0 ? ids : (0, -1);
        if (_load)
            Created(node, new BinaryHashIndex(header.Dimension, bits) { NFlip = flips }).Restore(buckets, header.Count);
    }

    private (long Smallest, long Largest) ReadHashBucket(HashBucket bucket, long size, int codeSize)
    {
        long count = _in.ReadCount(sizeof(long), size, "the ids of a list");
        if (!_load)
        {
            (long Smallest, long Largest) range = ReadIdRange(count);
            SkipCodes(size, codeSize);
            return range;
        }
        long[] ids = _in.ReadArray<long>(count);
        bucket.Set(ids, _in.ReadArray<byte>(_in.ReadCount(1, Product(size, codeSize, "a list's size × code_size"), "the codes")));
        return count > 0 ? (ids.Min(), ids.Max()) : (0, -1);
    }

    private void ReadBinaryMultiHash(IndexStructure node, IndexHeader header)
    {
        IndexStructure storage = ReadChild(node, "storage", binary: true, needsIds: false);
        Require(storage.Fourcc == "IBxF", $"the storage is of type {storage.ClassName}, expected IndexBinaryFlat");
        RequireLike(storage, header.Dimension, header.Count);
        int bits = ReadHashBits(node, header);
        int hashes = ReadInt32(node, "nhash", 1);
        int flips = ReadFlips(node, bits);
        Require((long)hashes * bits <= header.Dimension, $"{hashes} hashes of {bits} bits do not fit in {header.Dimension} bits");
        var maps = new Dictionary<long, List<long>>[hashes];
        for (int hash = 0; hash < hashes; hash++)
            maps[hash] = ReadHashMap(header, bits);
        if (!_load)
            return;
        using var flat = (BinaryFlatIndex)storage.Loaded!;
        BinaryMultiHashIndex index = Created(node, new BinaryMultiHashIndex(header.Dimension, hashes, bits) { NFlip = flips });
        index.AppendRows(flat.Codes);
        index.Restore(maps);
    }

    private Dictionary<long, List<long>> ReadHashMap(IndexHeader header, int bits)
    {
        int idBits = _in.ReadInt32();
        Require(idBits is >= 0 and <= 40, $"id_bits is {idBits}, expected 0 to 40");
        long entries = _in.ReadSize("the number of entries");
        Require(entries <= header.Count, $"a hash has {entries} entries for {header.Count} vectors");
        byte[] buffer = ReadBitString(Product(entries, bits + idBits, "entries × bits") + Product(header.Count, idBits, "ntotal × bits"));
        var map = new Dictionary<long, List<long>>();
        long position = 0;
        long total = 0;
        for (long entry = 0; entry < entries; entry++)
        {
            long hash = BitField.Read(buffer, position, bits);
            long size = BitField.Read(buffer, position + bits, idBits);
            position += bits + idBits;
            Require(size <= header.Count - total, $"a hash holds more than the {header.Count} vectors of the index");
            total += size;
            var bucket = new List<long>();
            Require(map.TryAdd(hash, bucket), $"two buckets have the hash {hash}");
            for (long i = 0; i < size; i++, position += idBits)
            {
                long id = BitField.Read(buffer, position, idBits);
                Require(id < header.Count, $"a hash names vector {id} of {header.Count}");
                bucket.Add(id);
            }
        }
        return map;
    }

    private int ReadHashBits(IndexStructure node, IndexHeader header)
        => ReadInt32(node, "b", 1, Math.Min(header.Dimension, BinaryHashIndex.MaxBits));

    private int ReadFlips(IndexStructure node, int bits)
    {
        // Every further flip multiplies the buckets that a search visits.
        int flips = ReadInt32(node, "nflip", 0, bits);
        if (flips > 8)
            NotNative($"FAISS would visit all buckets within {flips} flips of {bits} bits for each query, which may never end.");
        return flips;
    }

    private byte[] ReadBitString(long bits)
    {
        long bytes = _in.ReadCount(1, (bits + 7) / 8, "the bit string");
        return _in.ReadArray<byte>(bytes);
    }
}
