namespace FaissSharp;

public sealed unsafe partial class FaissBinaryIndexHandle
{
    /// <summary>Number of bits of a vector: d.</summary>
    public int Dimension
    {
        get
        {
            if (_dimension == 0)
            {
                int dimension;
                NativeStatus.Check(FaissNative.faissnet_binary_index_dimension(this, &dimension));
                _dimension = dimension;
            }
            return _dimension;
        }
    }

    /// <summary>Number of vectors stored. FAISS: <c>ntotal</c>.</summary>
    public long Count
    {
        get
        {
            long value;
            NativeStatus.Check(FaissNative.faissnet_binary_index_count(this, &value));
            return value;
        }
    }

    /// <summary>Whether the index is trained, or needs no training.</summary>
    public bool IsTrained
    {
        get
        {
            int value;
            NativeStatus.Check(FaissNative.faissnet_binary_index_is_trained(this, &value));
            return value != 0;
        }
    }

    /// <summary>Bytes of a vector: d / 8.</summary>
    public long CodeSize
    {
        get
        {
            long value;
            NativeStatus.Check(FaissNative.faissnet_binary_index_code_size(this, &value));
            return value;
        }
    }

    /// <summary>Number of inverted lists, 0 for an index without.</summary>
    public long NList
    {
        get
        {
            long value;
            NativeStatus.Check(FaissNative.faissnet_binary_index_nlist(this, &value));
            return value;
        }
    }

    /// <summary>Number of inverted lists that a search visits by default, 0 for an index without.</summary>
    public long NProbe
    {
        get
        {
            long value;
            NativeStatus.Check(FaissNative.faissnet_binary_index_get_nprobe(this, &value));
            return value;
        }
        set => NativeStatus.Check(FaissNative.faissnet_binary_index_set_nprobe(this, value));
    }

    /// <summary>The name of the index's FAISS class, such as <c>IndexBinaryIVF</c>.</summary>
    public string Kind
    {
        get
        {
            byte* text;
            NativeStatus.Check(FaissNative.faissnet_binary_index_kind(this, &text));
            return FaissRuntime.Text(text);
        }
    }

    /// <summary>The index and what is nested in it.</summary>
    public string Description
    {
        get
        {
            byte* text;
            NativeStatus.Check(FaissNative.faissnet_binary_index_description(this, &text));
            return FaissRuntime.Text(text);
        }
    }
}
