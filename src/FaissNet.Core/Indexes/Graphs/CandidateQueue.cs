using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// The best candidates that a search has met, bounded in number, whether it has already been to them or not: a heap with the worst at the front, from
/// which the best that is still to be visited is taken by looking at all. FAISS: <c>MinimaxHeap</c>, with the rules for ties of 1.15: the worst by
/// (score, node) leaves, of equally good ones the last in the heap is visited first.
/// </summary>
internal sealed unsafe class CandidateQueue : IDisposable
{
    private const int Visited = -1;

    private readonly AlignedBuffer<float> _scores = new();
    private readonly AlignedBuffer<int> _nodes = new();
    private int _capacity;
    private int _count;

    /// <summary>Candidates that are still to be visited.</summary>
    public int Waiting { get; private set; }

    /// <summary>Empties the queue and bounds it.</summary>
    public void Begin(int capacity)
    {
        _scores.EnsureCapacity(capacity);
        _nodes.EnsureCapacity(capacity);
        _capacity = capacity;
        _count = 0;
        Waiting = 0;
    }

    /// <summary>Takes a candidate in unless the queue is full of better ones.</summary>
    public void Push<TOrder>(int node, float score)
        where TOrder : struct, ITopKOrder<float>
    {
        if (_count == _capacity)
        {
            if (!TOrder.IsBetter(score, _scores.Pointer[0]))
                return;
            if (_nodes.Pointer[0] != Visited)
                Waiting--;
            RemoveWorst<TOrder>();
        }
        int place = _count++;
        while (place > 0)
        {
            int parent = (place - 1) / 2;
            if (!TOrder.IsWorse(score, node, _scores.Pointer[parent], _nodes.Pointer[parent]))
                break;
            Move(parent, place);
            place = parent;
        }
        _scores.Pointer[place] = score;
        _nodes.Pointer[place] = node;
        Waiting++;
    }

    /// <summary>The best candidate that has not been visited, which now counts as visited; there must be one.</summary>
    public int Take<TOrder>(out float score)
        where TOrder : struct, ITopKOrder<float>
    {
        float* scores = _scores.Pointer;
        int* nodes = _nodes.Pointer;
        int best = -1;
        for (int i = _count - 1; i >= 0; i--)
        {
            if (nodes[i] != Visited && (best < 0 || TOrder.IsBetter(scores[i], scores[best])))
                best = i;
        }
        int node = nodes[best];
        score = scores[best];
        nodes[best] = Visited;
        Waiting--;
        return node;
    }

    /// <summary>How many candidates, visited or not, are better than a score.</summary>
    public int CountBetter<TOrder>(float score)
        where TOrder : struct, ITopKOrder<float>
    {
        float* scores = _scores.Pointer;
        int count = 0;
        for (int i = 0; i < _count; i++)
            count += TOrder.IsBetter(scores[i], score) ? 1 : 0;
        return count;
    }

    public void Dispose()
    {
        _scores.Dispose();
        _nodes.Dispose();
    }

    private void RemoveWorst<TOrder>()
        where TOrder : struct, ITopKOrder<float>
    {
        float* scores = _scores.Pointer;
        int* nodes = _nodes.Pointer;
        int last = --_count;
        float score = scores[last];
        int node = nodes[last];
        int place = 0;
        for (int child = 1; child <= last; child = 2 * place + 1)
        {
            if (child + 1 <= last && !TOrder.IsWorse(scores[child], nodes[child], scores[child + 1], nodes[child + 1]))
                child++;
            if (TOrder.IsWorse(score, node, scores[child], nodes[child]))
                break;
            Move(child, place);
            place = child;
        }
        scores[place] = score;
        nodes[place] = node;
    }

    private void Move(int from, int to)
    {
        _scores.Pointer[to] = _scores.Pointer[from];
        _nodes.Pointer[to] = _nodes.Pointer[from];
    }
}
