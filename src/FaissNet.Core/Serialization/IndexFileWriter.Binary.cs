using FaissNet.Quantizers;
using FaissNet.Storage;

namespace FaissNet.Serialization;

internal sealed partial class IndexFileWriter
{
    private void Write(BinaryIndex index)
    {
        switch (index)
        {
            case BinaryFlatIndex flat: WriteBinaryFlat(flat.Dimension, flat.Codes); break;
            case BinaryIvfIndex ivf: WriteBinaryIvf(ivf); break;
            case BinaryHashIndex hash: WriteBinaryHash(hash); break;
            case BinaryMultiHashIndex hash: WriteBinaryMultiHash(hash); break;
            case BinaryHnswIndex graph: WriteBinaryHnsw(graph); break;
            case BinaryIdMapIndex map: WriteBinaryIdMap(map); break;
            case BinaryFromFloatIndex bits: WriteBinaryFromFloat(bits); break;
            default: throw new NotSupportedException($"{index.Description} has no form in FAISS's files.");
        }
    }

    private void WriteBinaryHeader(string fourcc, int dimension, long count, bool isTrained, int? codeSize = null)
    {
        _out.WriteFourcc(fourcc);
        _out.Write(dimension);
        _out.Write(codeSize ?? dimension / 8);
        _out.Write(count);
        _out.Write(isTrained);
        // FAISS writes the metric of float indexes here, and always this one.
        _out.Write((int)Metric.L2);
    }

    private void WriteBinaryFlat(int dimension, CodeBuffer codes)
    {
        WriteBinaryHeader("IBxF", dimension, codes.Count, isTrained: true);
        WriteCodes(codes);
    }

    private void WriteBinaryIvf(BinaryIvfIndex index)
    {
        WriteBinaryHeader("IBwF", index.Dimension, index.Count, index.IsTrained);
        _out.Write((long)index.NList);
        _out.Write((long)index.NProbe);
        Write(index.CoarseQuantizer);
        WriteDirectMap(index.DirectMap);
        WriteLists(index.Lists);
    }

    private void WriteBinaryHnsw(BinaryHnswIndex index)
    {
        WriteBinaryHeader("IBHf", index.Dimension, index.Count, index.IsTrained);
        WriteGraph(index.Graph);
        WriteBinaryFlat(index.Dimension, index.Codes);
    }

    private void WriteBinaryIdMap(BinaryIdMapIndex index)
    {
        int? stated = index.StatedCodeSize < 0 ? null : index.StatedCodeSize;
        WriteBinaryHeader(index.HasReverseMap ? "IBM2" : "IBMp", index.Dimension, index.Count, index.IsTrained, stated);
        Write(index.Inner);
        _out.Write(index.Count);
        _out.WriteElements(index.Ids);
    }

    private void WriteBinaryFromFloat(BinaryFromFloatIndex index)
    {
        WriteBinaryHeader("IBFf", index.Dimension, index.Count, index.IsTrained);
        Write(index.Inner);
    }

    private void WriteBinaryHash(BinaryHashIndex index)
    {
        WriteBinaryHeader("IBHh", index.Dimension, index.Count, index.IsTrained);
        _out.Write(index.Bits);
        _out.Write(index.NFlip);
        _out.Write((long)index.Buckets.Count);
        long longest = index.Buckets.Values.Select(bucket => (long)bucket.Count).DefaultIfEmpty(0).Max();
        int sizeBits = BitsFor(longest + 1);
        _out.Write(sizeBits);
        var buffer = new byte[checked(((index.Bits + sizeBits) * (long)index.Buckets.Count + 7) / 8)];
        long position = 0;
        foreach ((long hash, HashBucket bucket) in index.Buckets)
        {
            BitField.Write(buffer, position, index.Bits, hash);
            BitField.Write(buffer, position + index.Bits, sizeBits, bucket.Count);
            position += index.Bits + sizeBits;
        }
        _out.WriteVector<byte>(buffer);
        foreach (HashBucket bucket in index.Buckets.Values)
        {
            _out.WriteVector(bucket.Ids);
            _out.WriteVector(bucket.Vectors);
        }
    }

    private void WriteBinaryMultiHash(BinaryMultiHashIndex index)
    {
        WriteBinaryHeader("IBHm", index.Dimension, index.Count, index.IsTrained);
        WriteBinaryFlat(index.Dimension, index.Codes);
        _out.Write(index.Bits);
        _out.Write(index.Hashes);
        _out.Write(index.NFlip);
        foreach (Dictionary<long, List<long>> map in index.Maps)
            WriteHashMap(map, index.Bits, index.Count);
    }

    private void WriteHashMap(Dictionary<long, List<long>> map, int bits, long count)
    {
        // FAISS takes as many bits as the largest id needs, and so cannot write the length of a bucket that holds all vectors when their
        // number is a power of two; its reader takes any number of bits, so such a map gets one more.
        int longest = map.Values.Select(bucket => bucket.Count).DefaultIfEmpty(0).Max();
        int idBits = Math.Max(BitsFor(count), BitsFor(longest + 1L));
        _out.Write(idBits);
        _out.Write((long)map.Count);
        var buffer = new byte[checked(((bits + idBits) * (long)map.Count + count * idBits + 7) / 8)];
        long position = 0;
        foreach ((long hash, List<long> bucket) in map)
        {
            BitField.Write(buffer, position, bits, hash);
            BitField.Write(buffer, position + bits, idBits, bucket.Count);
            position += bits + idBits;
            foreach (long id in bucket)
            {
                BitField.Write(buffer, position, idBits, id);
                position += idBits;
            }
        }
        _out.WriteVector<byte>(buffer);
    }

    /// <summary>The smallest n with <paramref name="count"/> ≤ 2ⁿ.</summary>
    private static int BitsFor(long count)
    {
        int bits = 0;
        while (count > 1L << bits)
            bits++;
        return bits;
    }
}
