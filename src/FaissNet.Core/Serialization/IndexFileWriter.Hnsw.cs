namespace FaissNet.Serialization;

internal sealed partial class IndexFileWriter
{
    /// <summary>FAISS since 1.9 writes this where it once had a setting.</summary>
    private const int UpperBeam = 1;

    private void WriteHnsw(HnswIndex index)
    {
        string fourcc = index.Storage switch
        {
            FlatIndex => "IHNf",
            ScalarQuantizerIndex => "IHNs",
            PqIndex => "IHNp",
            _ => throw new NotSupportedException($"{index.Description} has no form in FAISS's files."),
        };
        WriteHeader(fourcc, index);
        WriteGraph(index.Graph);
        Write(index.Storage);
    }

    private void WriteGraph(HnswGraph graph)
    {
        _out.WriteVector<double>(graph.LevelProbabilities);
        _out.WriteVector<int>(graph.PlacesBelow);
        _out.Write(graph.Levels.Count);
        _out.WriteElements(graph.Levels.AsRows(1));
        _out.Write(graph.Offsets.Count);
        _out.WriteElements(graph.Offsets.AsRows(1));
        _out.Write(graph.Neighbours.Count);
        _out.WriteElements(graph.Neighbours.AsRows(1));
        _out.Write(graph.EntryPoint);
        _out.Write(graph.MaxLevel);
        _out.Write(graph.EfConstruction);
        _out.Write(graph.EfSearch);
        _out.Write(UpperBeam);
    }
}
