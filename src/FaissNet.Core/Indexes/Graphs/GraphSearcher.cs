using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Searches a graph, one query at a time. It owns the memory that this takes, belongs to one thread while in use, and is reused. What is compared and
/// how is the caller's: float vectors, codes, bits.
/// </summary>
internal sealed unsafe class GraphSearcher : IDisposable
{
    private readonly VisitedNodes _visited = new();
    private readonly CandidateQueue _candidates = new();
    private readonly AlignedBuffer<int> _nodes = new();
    private readonly AlignedBuffer<float> _scores = new();

    /// <summary>
    /// FAISS's search: greedily down to level 0, and there from the best candidate to its neighbours until <paramref name="efSearch"/> candidates are
    /// better than the next (<c>search_from_candidates</c> with <c>check_relative_distance</c> and <c>search_bounded_queue</c>, its defaults).
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="distance">Has taken the query.</param>
    /// <param name="efSearch">Candidates to look at.</param>
    /// <param name="k">Results wanted: the queue holds at least as many candidates; 1 for a range search.</param>
    /// <param name="filter">Which nodes may be results. The search goes through the others all the same.</param>
    /// <param name="results">Receives the nodes.</param>
    public void Search<TOrder, TDistance, TResults>(
        HnswGraph graph, in TDistance distance, int efSearch, int k, IdFilter? filter, in TResults results)
        where TOrder : struct, ITopKOrder<float>
        where TDistance : struct, IGraphDistance
        where TResults : struct, IGraphResults
    {
        if (graph.EntryPoint == HnswGraph.NoNode)
            return;
        int node = graph.EntryPoint;
        float score;
        distance.Compare(&node, 1, &score);
        for (int level = graph.MaxLevel; level >= 1; level--)
            Descend<TOrder, TDistance>(graph, distance, level, ref node, ref score);

        _visited.Begin(graph.Count);
        _candidates.Begin(Math.Max(efSearch, k));
        _candidates.Push<TOrder>(node, score);
        _visited.Add(node);
        if (filter is null || filter.Contains(node))
            results.Offer(score, node);
        while (_candidates.Waiting > 0)
        {
            node = _candidates.Take<TOrder>(out score);
            if (_candidates.CountBetter<TOrder>(score) >= efSearch)
                break;
            int count = Unvisited(graph, node, 0);
            distance.Compare(_nodes.Pointer, count, _scores.Pointer);
            for (int i = 0; i < count; i++)
            {
                (int neighbour, score) = (_nodes.Pointer[i], _scores.Pointer[i]);
                if (filter is null || filter.Contains(neighbour))
                    results.Offer(score, neighbour);
                _candidates.Push<TOrder>(neighbour, score);
            }
        }
    }

    public void Dispose()
    {
        _visited.Dispose();
        _candidates.Dispose();
        _nodes.Dispose();
        _scores.Dispose();
    }

    /// <summary>Goes to the best neighbour on a level until none is better.</summary>
    private void Descend<TOrder, TDistance>(HnswGraph graph, in TDistance distance, int level, ref int node, ref float score)
        where TOrder : struct, ITopKOrder<float>
        where TDistance : struct, IGraphDistance
    {
        int before;
        do
        {
            before = node;
            int count = Neighbours(graph, node, level);
            distance.Compare(_nodes.Pointer, count, _scores.Pointer);
            for (int i = 0; i < count; i++)
            {
                if (TOrder.IsBetter(_scores.Pointer[i], score))
                    (node, score) = (_nodes.Pointer[i], _scores.Pointer[i]);
            }
        }
        while (node != before);
    }

    private int Neighbours(HnswGraph graph, int node, int level)
    {
        Span<int> places = graph.Places(node, level);
        int count = places.IndexOf(HnswGraph.NoNode) is var end and >= 0 ? end : places.Length;
        Reserve(count);
        places[..count].CopyTo(new Span<int>(_nodes.Pointer, count));
        return count;
    }

    /// <summary>Copies the neighbours that have not been met, which now count as met.</summary>
    private int Unvisited(HnswGraph graph, int node, int level)
    {
        Span<int> places = graph.Places(node, level);
        Reserve(places.Length);
        int count = 0;
        foreach (int neighbour in places)
        {
            if (neighbour < 0)
                break;
            if (_visited.Add(neighbour))
                _nodes.Pointer[count++] = neighbour;
        }
        return count;
    }

    private void Reserve(int count)
    {
        _nodes.EnsureCapacity(count);
        _scores.EnsureCapacity(count);
    }
}
