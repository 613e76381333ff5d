using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Which nodes one search has met: a byte per node that holds the number of the search, so that forgetting them costs nothing but every 255th time.
/// FAISS: <c>VisitedTable</c>.
/// </summary>
internal sealed unsafe class VisitedNodes : IDisposable
{
    private readonly AlignedBuffer<byte> _marks = new();
    private byte _search;

    /// <summary>Forgets all nodes and makes room for <paramref name="count"/>.</summary>
    public void Begin(int count)
    {
        if (_marks.Count < count)
            _marks.Resize(count);
        if (_search == byte.MaxValue)
        {
            new Span<byte>(_marks.Pointer, (int)_marks.Count).Clear();
            _search = 0;
        }
        _search++;
    }

    /// <summary>Notes a node; false if it was met before.</summary>
    public bool Add(int node)
    {
        if (_marks.Pointer[node] == _search)
            return false;
        _marks.Pointer[node] = _search;
        return true;
    }

    public void Dispose() => _marks.Dispose();
}
