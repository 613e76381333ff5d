using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// A hierarchy of neighbour lists over vectors that are stored elsewhere (Malkov and Yashunin, "Efficient and robust approximate nearest neighbor
/// search using hierarchical navigable small world graphs", 2016). Every node is on level 0, few are on higher ones; a search enters at the top.
/// FAISS: <c>HNSW</c>.
/// </summary>
/// <remarks>
/// The neighbours of a node lie one level after another, each level with as many places as it may have, the unused ones at its end −1.
/// </remarks>
internal sealed unsafe class HnswGraph : IDisposable
{
    /// <summary>Places that nobody has filled.</summary>
    public const int NoNode = -1;

    /// <summary>An empty graph.</summary>
    /// <param name="levelProbabilities">How likely a node's highest level is 0, 1, …. FAISS: <c>assign_probas</c>.</param>
    /// <param name="placesBelow">Places for neighbours on all levels below level i. FAISS: <c>cum_nneighbor_per_level</c>.</param>
    public HnswGraph(double[] levelProbabilities, int[] placesBelow)
    {
        LevelProbabilities = levelProbabilities;
        PlacesBelow = placesBelow;
        Offsets.Resize(1);
    }

    public double[] LevelProbabilities { get; }

    public int[] PlacesBelow { get; }

    /// <summary>The levels that each node is on, at least 1.</summary>
    public AlignedBuffer<int> Levels { get; } = new();

    /// <summary>Where the neighbours of each node begin, and behind the last where they end.</summary>
    public AlignedBuffer<long> Offsets { get; } = new();

    public AlignedBuffer<int> Neighbours { get; } = new();

    public int Count => (int)Levels.Count;

    /// <summary>Where a search enters, <see cref="NoNode"/> in an empty graph.</summary>
    public int EntryPoint { get; set; } = NoNode;

    /// <summary>The level on which a search enters, −1 in an empty graph.</summary>
    public int MaxLevel { get; set; } = -1;

    /// <summary>Candidates that building looks at per level. FAISS's default is 40.</summary>
    public int EfConstruction { get; set; } = 40;

    /// <summary>Candidates that a search looks at. FAISS's default is 16.</summary>
    public int EfSearch { get; set; } = 16;

    /// <summary>
    /// M, the places for neighbours on each level but the lowest, which has twice as many.
    /// </summary>
    public int M => PlacesBelow.Length > 2 ? PlacesBelow[2] - PlacesBelow[1] : PlacesBelow.Length > 1 ? PlacesBelow[1] / 2 : 0;

    /// <summary>The places of a node's neighbours on a level that it is on.</summary>
    public Span<int> Places(int node, int level)
    {
        long start = Offsets.Pointer[node] + PlacesBelow[level];
        return new Span<int>(Neighbours.Pointer + start, PlacesBelow[level + 1] - PlacesBelow[level]);
    }

    /// <summary>Takes a node in, with no neighbours yet; it is on levels 0 to <paramref name="levels"/> − 1.</summary>
    public void AddNode(int levels)
    {
        Levels.Append([levels]);
        long end = Offsets[Count - 1] + PlacesBelow[levels];
        Offsets.Append([end]);
        long filled = Neighbours.Count;
        Neighbours.Resize(end);
        new Span<int>(Neighbours.Pointer + filled, (int)(end - filled)).Fill(NoNode);
    }

    /// <summary>Removes all nodes.</summary>
    public void Clear()
    {
        Levels.Clear();
        Offsets.Resize(1);
        Neighbours.Clear();
        EntryPoint = NoNode;
        MaxLevel = -1;
    }

    public void Dispose()
    {
        Levels.Dispose();
        Offsets.Dispose();
        Neighbours.Dispose();
    }
}
