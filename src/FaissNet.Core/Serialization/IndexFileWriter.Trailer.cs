namespace FaissNet.Serialization;

/// <content>What FAISS has no place for, and so follows in the trailer.</content>
internal sealed partial class IndexFileWriter
{
    private readonly IndexTrailer _trailer = new();

    /// <summary>Whether the next header is that of an index with a section in the trailer.</summary>
    private bool _marksNext;

    private void Finish(string? card)
    {
        CardSection.AddTo(_trailer, card);
        if (!_trailer.IsEmpty)
            _trailer.WriteTo(_out, _out.Offset);
        _out.Flush();
    }

    private void AddSection(string name, long offset, int position, SectionWriter content)
        => _trailer.Add(new TrailerSection(name, offset, position, content.ToArray()));

    /// <summary>FAISS sees the index inside.</summary>
    private void WriteHubness(HubnessIndex index)
    {
        HubnessState state = index.State;
        SectionWriter content = new SectionWriter()
            .Write(state.Lambda).Write(state.DepthFactor).Write(state.Neighbours).Write(state.Low).Write(state.Step)
            .Write(state.HasPenalties ? (byte)1 : (byte)0).Write(state.Penalties.LongLength).Write<byte>(state.Penalties);
        AddSection(IndexTrailer.Hubness, _out.Offset, 0, content);
        _marksNext = true;
        Write(index.Inner);
    }

    /// <summary>FAISS sees a centering by the stored side's mean.</summary>
    private void AddModality(ModalityTransform transform, long offset, int position)
    {
        SectionWriter content = new SectionWriter().Write(transform.ShiftsQueries ? (byte)1 : (byte)0).Write(transform.Modalities.Count);
        foreach (string modality in transform.Modalities)
            content.Write(modality).Write(transform.QueryMean(modality));
        AddSection(IndexTrailer.Modality, offset, position, content);
    }

    /// <summary>FAISS sees the stored side's matrix.</summary>
    private void AddQueryAware(QueryAwareTransform transform, long offset, int position)
    {
        ReadOnlySpan<float> matrix = transform.ForQueries is { } queries ? queries.Matrix : [];
        SectionWriter content = new SectionWriter()
            .Write(transform.Power).Write(transform.Shrinkage).Write((long)matrix.Length).Write(matrix);
        AddSection(IndexTrailer.QueryAware, offset, position, content);
    }

    /// <summary>What a transform does to stored vectors, which FAISS has; what it does to queries goes into the trailer.</summary>
    private VectorTransform WithoutQueries(VectorTransform transform, long offset, int position)
    {
        switch (transform)
        {
            case ModalityTransform modality:
                AddModality(modality, offset, position);
                return modality.Stored;
            case QueryAwareTransform aware:
                AddQueryAware(aware, offset, position);
                return aware.Stored;
            default:
                return transform;
        }
    }
}
