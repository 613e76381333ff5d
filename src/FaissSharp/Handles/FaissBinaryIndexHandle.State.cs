namespace FaissSharp;

/// <content>State of the index, for comparing engines: copies in new arrays.</content>
public sealed unsafe partial class FaissBinaryIndexHandle
{
    /// <summary>The vectors of a flat index: n × d / 8 bytes.</summary>
    public byte[] GetCodes()
    {
        var codes = new byte[checked(Count * CodeSize)];
        fixed (byte* pointer = codes)
            NativeStatus.Check(FaissNative.faissnet_binary_index_codes(this, pointer, codes.Length));
        return codes;
    }

    /// <summary>Coarse centroids of an inverted-file index: nlist × d / 8 bytes.</summary>
    public byte[] GetCoarseCentroids()
    {
        var centroids = new byte[checked(NList * CodeSize)];
        fixed (byte* pointer = centroids)
            NativeStatus.Check(FaissNative.faissnet_binary_index_coarse_centroids(this, pointer, centroids.Length));
        return centroids;
    }

    /// <summary>Ids and vectors of one inverted list.</summary>
    public (long[] Ids, byte[] Codes) GetList(long list)
    {
        long count;
        NativeStatus.Check(FaissNative.faissnet_binary_index_list_size(this, list, &count));
        var ids = new long[count];
        var codes = new byte[checked(count * CodeSize)];
        fixed (long* idPointer = ids)
        fixed (byte* codePointer = codes)
        {
            NativeStatus.Check(FaissNative.faissnet_binary_index_list_ids(this, list, idPointer, count));
            NativeStatus.Check(FaissNative.faissnet_binary_index_list_codes(this, list, codePointer, codes.Length));
        }
        return (ids, codes);
    }

    /// <summary>Ids of an IDMap or IDMap2 index in the order of the vectors.</summary>
    public long[] GetIdMap()
    {
        var ids = new long[Count];
        fixed (long* pointer = ids)
            NativeStatus.Check(FaissNative.faissnet_binary_index_id_map(this, pointer, ids.Length));
        return ids;
    }
}
