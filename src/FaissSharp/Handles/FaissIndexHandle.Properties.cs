namespace FaissSharp;

public sealed unsafe partial class FaissIndexHandle
{
    /// <summary>Number of components of a vector: d.</summary>
    public int Dimension
    {
        get
        {
            if (_dimension == 0)
            {
                int dimension;
                NativeStatus.Check(FaissNative.faissnet_index_dimension(this, &dimension));
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
            NativeStatus.Check(FaissNative.faissnet_index_count(this, &value));
            return value;
        }
    }

    /// <summary>Whether the index is trained, or needs no training.</summary>
    public bool IsTrained
    {
        get
        {
            int value;
            NativeStatus.Check(FaissNative.faissnet_index_is_trained(this, &value));
            return value != 0;
        }
    }

    /// <summary>How vectors are compared.</summary>
    public faissnet_metric Metric
    {
        get
        {
            int value;
            NativeStatus.Check(FaissNative.faissnet_index_metric(this, &value));
            return (faissnet_metric)value;
        }
    }

    /// <summary>The power p of <see cref="faissnet_metric.FAISSNET_METRIC_LP"/>.</summary>
    public float MetricArgument
    {
        get
        {
            float value;
            NativeStatus.Check(FaissNative.faissnet_index_metric_argument(this, &value));
            return value;
        }
    }

    /// <summary>Bytes of the stored code of one vector.</summary>
    public long CodeSize
    {
        get
        {
            long value;
            NativeStatus.Check(FaissNative.faissnet_index_code_size(this, &value));
            return value;
        }
    }

    /// <summary>Bytes per vector of <see cref="Encode"/>. FAISS: <c>sa_code_size</c>.</summary>
    public long CodecSize
    {
        get
        {
            long value;
            NativeStatus.Check(FaissNative.faissnet_index_codec_size(this, &value));
            return value;
        }
    }

    /// <summary>Number of inverted lists, 0 for an index without.</summary>
    public long NList
    {
        get
        {
            long value;
            NativeStatus.Check(FaissNative.faissnet_index_nlist(this, &value));
            return value;
        }
    }

    /// <summary>Number of inverted lists that a search visits by default, 0 for an index without.</summary>
    public long NProbe
    {
        get
        {
            long value;
            NativeStatus.Check(FaissNative.faissnet_index_get_nprobe(this, &value));
            return value;
        }
        set => NativeStatus.Check(FaissNative.faissnet_index_set_nprobe(this, value));
    }

    /// <summary>The name of the index's FAISS class, such as <c>IndexIVFPQ</c>.</summary>
    public string Kind
    {
        get
        {
            byte* text;
            NativeStatus.Check(FaissNative.faissnet_index_kind(this, &text));
            return FaissRuntime.Text(text);
        }
    }

    /// <summary>The index and what is nested in it, in the manner of a factory string.</summary>
    public string Description
    {
        get
        {
            byte* text;
            NativeStatus.Check(FaissNative.faissnet_index_description(this, &text));
            return FaissRuntime.Text(text);
        }
    }

    /// <summary>Whether <see cref="SetParameter"/> can set a parameter of this index.</summary>
    public bool HasParameter(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        int has;
        NativeStatus.Check(FaissNative.faissnet_index_has_parameter(this, name, &has));
        return has != 0;
    }

    /// <summary>Sets a parameter by the name that FAISS's AutoTune gives it, such as <c>nprobe</c> or <c>efSearch</c>.</summary>
    public void SetParameter(string name, float value)
    {
        ArgumentNullException.ThrowIfNull(name);
        NativeStatus.Check(FaissNative.faissnet_index_set_parameter(this, name, value));
    }

    /// <summary>Builds or drops the map that finds a vector of an inverted-file index by its id.</summary>
    public void SetDirectMap(faissnet_direct_map type) => NativeStatus.Check(FaissNative.faissnet_index_set_direct_map(this, (int)type));
}
