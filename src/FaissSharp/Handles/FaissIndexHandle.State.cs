namespace FaissSharp;

/// <content>State of the index, for comparing engines: copies in new arrays.</content>
public sealed unsafe partial class FaissIndexHandle
{
    /// <summary>Shape of the product quantizer: dimension, number of sub-quantizers, bits of each.</summary>
    public (long Dimension, long M, long NBits) GetPqShape()
    {
        long dimension, m, bits;
        NativeStatus.Check(FaissNative.faissnet_index_pq_shape(this, &dimension, &m, &bits));
        return (dimension, m, bits);
    }

    /// <summary>Centroids of the product quantizer: M × 2^nbits × (d / M).</summary>
    public float[] GetPqCentroids()
    {
        (long dimension, _, long bits) = GetPqShape();
        var values = new float[checked(dimension << (int)bits)];
        fixed (float* pointer = values)
            NativeStatus.Check(FaissNative.faissnet_index_pq_centroids(this, pointer, values.Length));
        return values;
    }

    /// <summary>
    /// Coarse centroids of an inverted-file index: nlist × <paramref name="dimension"/>, the dimension behind its transforms.
    /// </summary>
    public float[] GetCoarseCentroids(int dimension)
    {
        var values = new float[checked(NList * dimension)];
        fixed (float* pointer = values)
            NativeStatus.Check(FaissNative.faissnet_index_coarse_centroids(this, pointer, values.Length));
        return values;
    }

    /// <summary>Type of the scalar quantizer (FAISS's <c>QuantizerType</c>) and its trained values: minima, then differences.</summary>
    public (int Type, float[] Trained) GetScalarQuantizer()
    {
        int type;
        long count;
        NativeStatus.Check(FaissNative.faissnet_index_sq_shape(this, &type, &count));
        var values = new float[count];
        fixed (float* pointer = values)
            NativeStatus.Check(FaissNative.faissnet_index_sq_trained(this, pointer, count));
        return (type, values);
    }

    /// <summary>Codes of an index without inverted lists, in the order of the vectors.</summary>
    public byte[] GetCodes()
    {
        long size;
        NativeStatus.Check(FaissNative.faissnet_index_codes_size(this, &size));
        var codes = new byte[size];
        fixed (byte* pointer = codes)
            NativeStatus.Check(FaissNative.faissnet_index_codes(this, pointer, size));
        return codes;
    }

    /// <summary>Ids and codes of one inverted list.</summary>
    public (long[] Ids, byte[] Codes) GetList(long list)
    {
        long count, size;
        NativeStatus.Check(FaissNative.faissnet_index_list_size(this, list, &count, &size));
        var ids = new long[count];
        var codes = new byte[size];
        fixed (long* idPointer = ids)
        fixed (byte* codePointer = codes)
        {
            NativeStatus.Check(FaissNative.faissnet_index_list_ids(this, list, idPointer, count));
            NativeStatus.Check(FaissNative.faissnet_index_list_codes(this, list, codePointer, size));
        }
        return (ids, codes);
    }

    /// <summary>Ids of an IDMap or IDMap2 index in the order of the vectors.</summary>
    public long[] GetIdMap()
    {
        var ids = new long[Count];
        fixed (long* pointer = ids)
            NativeStatus.Check(FaissNative.faissnet_index_id_map(this, pointer, ids.Length));
        return ids;
    }
}
