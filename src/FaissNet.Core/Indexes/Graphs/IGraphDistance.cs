namespace FaissNet;

/// <summary>Compares one query, which it has taken before, with nodes of a graph. FAISS: <c>DistanceComputer</c>.</summary>
internal unsafe interface IGraphDistance
{
    /// <summary>Distances (or scores) of the query to some nodes.</summary>
    /// <param name="nodes">Numbers of nodes.</param>
    /// <param name="count">How many.</param>
    /// <param name="distances">Receives one distance per node.</param>
    void Compare(int* nodes, int count, float* distances);
}
