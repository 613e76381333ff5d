namespace FaissNet.Serialization;

/// <content>What of an index follows FAISS's bytes in the trailer.</content>
internal sealed partial class IndexFileReader
{
    private const int MaxModalities = 1000;

    /// <summary>A transform together with what it does to queries, where that is something else than to stored vectors.</summary>
    private VectorTransform? WithQueries(IndexStructure node, TransformParts parts, int position)
    {
        IndexStructure part = node.Children[position];
        if (Section(node, IndexTrailer.Modality, position) is { } modality)
            return ReadModality(part, parts, modality);
        return Section(node, IndexTrailer.QueryAware, position) is { } aware ? ReadQueryAware(part, parts, aware) : parts.Loaded;
    }

    private ModalityTransform? ReadModality(IndexStructure part, TransformParts parts, SectionReader section)
    {
        NotNative("FAISS does not know what follows the index, which says that queries are shifted by a mean of their own.");
        byte shiftsQueries = section.Read<byte>();
        int count = section.Read<int>();
        part.OwnName = shiftsQueries == 1 ? "Modality" : "Modality1";
        if (parts.Fourcc != "VCnt" || count is < 0 or > MaxModalities || shiftsQueries > 1 || (count > 0) != (shiftsQueries == 1 && parts.IsTrained))
            throw section.Bad($"{count} modalities for a transform of type {parts.Fourcc}");
        var names = new string[count];
        var means = new CenteringTransform[count];
        for (int i = 0; i < count; i++)
        {
            names[i] = section.ReadString();
            float[] mean = section.Read<float>(parts.InputDimension);
            if (names[i].Length == 0 || Array.IndexOf(names, names[i]) < i || !Array.TrueForAll(mean, float.IsFinite))
                throw section.Bad($"a modality {i} without a name of its own or with a mean that is not finite");
            means[i] = new CenteringTransform(mean);
        }
        section.RequireEnd();
        return _load ? new ModalityTransform((CenteringTransform)parts.Loaded!, shiftsQueries == 1, names, means) : null;
    }

    private QueryAwareTransform? ReadQueryAware(IndexStructure part, TransformParts parts, SectionReader section)
    {
        NotNative("FAISS does not know what follows the index, which says that queries go through a matrix of their own.");
        part.OwnName = "QueryAware";
        float power = section.Read<float>(), shrinkage = section.Read<float>();
        float[] matrix = section.Read<float>(section.Read<long>());
        section.RequireEnd();
        int dimension = parts.InputDimension;
        long expected = parts.IsTrained ? (long)dimension * dimension : 0;
        if (parts.Fourcc != "LTra" || parts.OutputDimension != dimension || matrix.LongLength != expected || !Array.TrueForAll(matrix, float.IsFinite))
            throw section.Bad($"a matrix of {matrix.LongLength} values for a transform of type {parts.Fourcc} from {dimension} to {parts.OutputDimension}");
        if (!_load)
            return null;
        return parts.IsTrained
            ? new QueryAwareTransform((LinearTransform)parts.Loaded!, new LinearTransform(dimension, dimension, matrix), power, shrinkage)
            : new QueryAwareTransform(dimension);
    }

    private void ReadHubness(IndexStructure node)
    {
        if (Section(node, IndexTrailer.Hubness, 0) is not { } section)
            return;
        NotNative("FAISS does not know what follows the index, which are penalties for vectors that are near to too many queries.");
        node.OwnName = "Hub";
        float lambda = section.Read<float>(), depth = section.Read<float>();
        int neighbours = section.Read<int>();
        float low = section.Read<float>(), step = section.Read<float>();
        byte hasPenalties = section.Read<byte>();
        byte[] penalties = section.Read<byte>(section.Read<long>());
        section.RequireEnd();
        if (lambda is not (>= 0 and <= 1) || depth is not (>= 1 and < float.PositiveInfinity) || neighbours < 1 || !float.IsFinite(low)
            || step is not (>= 0 and < float.PositiveInfinity) || hasPenalties > 1)
            throw section.Bad("a number out of range");
        if (penalties.LongLength != node.Header.Count || IsBinary)
            throw section.Bad($"{penalties.LongLength} penalties for an index of {node.Header.Count} vectors");
        if (node.Header.Metric != Metric.InnerProduct && node.Loaded is VectorIndex loaded && !HubnessIndex.ComparesSigns(loaded))
            throw section.Bad("penalties for an index that compares by L2");
        if (_load)
            Created(node, new HubnessIndex((VectorIndex)node.Loaded!, new HubnessState(lambda, depth, neighbours, low, step, hasPenalties == 1, penalties)));
    }

    /// <summary>An index says in its header that parts of it are in the trailer, without which it would answer otherwise.</summary>
    private void RequireTrailer(IndexStructure node)
    {
        node.HasSections = true;
        if (_trailer is not null)
            return;
        throw _in.IsLengthKnown
            ? _in.Error("parts of the index follow it in the file, but they are not there")
            : new NotSupportedException("Parts of the index follow it and are read first; read it from a file, or a stream that can seek.");
    }

    /// <summary>What treats queries and stored vectors differently belongs in front of inner products, or signs.</summary>
    private static void RequireInnerProduct(IndexStructure node, IndexStructure inner)
    {
        while (inner.Fourcc is "IxPT" or "IxMp" or "IxM2")
            inner = inner.Children[^1];
        if (node.HasSections && node.Header.MetricType == MetricL2 && inner.Fourcc is not ("IxHe" or "IxHE"))
            throw IndexTrailer.Bad($"it moves queries and stored vectors of {inner.ClassName} apart, which compares them by L2");
    }

    private SectionReader? Section(IndexStructure node, string name, int position)
    {
        TrailerSection? section = node.HasSections ? _trailer!.Take(name, node.Offset, position) : null;
        return section is null ? null : new SectionReader(section);
    }

    /// <summary>What belongs to no part of the index belongs to another index, or someone has changed the file.</summary>
    private void RequireTrailerUsed()
    {
        if (_trailer is null)
            return;
        QualityCard = CardSection.Take(_trailer);
        if (_trailer.IndexLength is { } length && length != _in.Offset)
            throw IndexTrailer.Bad($"it belongs to an index of {length} bytes, but this one has {_in.Offset}");
        if (!_trailer.IsEmpty)
            throw IndexTrailer.Bad($"its section {_trailer.Sections[0].Name} belongs to no part of this index");
    }
}
