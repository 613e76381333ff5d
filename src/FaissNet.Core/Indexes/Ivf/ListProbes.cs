using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Which probes of a block of queries visit each list: the answer of the coarse search turned round by a counting sort. A probe is
/// query · nprobe + rank; those of a list are in ascending order.
/// </summary>
internal readonly unsafe struct ListProbes
{
    private readonly int* _ends;
    private readonly int* _probes;

    /// <param name="lists">The lists of each query; −1 for none.</param>
    /// <param name="listCount">Number of lists: nlist.</param>
    /// <param name="numbers">Memory of nlist integers and as many as <paramref name="lists"/> has, which must outlive this.</param>
    public ListProbes(Rows<long> lists, int listCount, int* numbers)
    {
        _ends = numbers;
        _probes = numbers + listCount;
        new Span<int>(_ends, listCount).Clear();
        ReadOnlySpan<long> visited = lists.AsSpan();
        foreach (long list in visited)
        {
            if (list >= 0)
                _ends[list]++;
        }
        int start = 0;
        for (int list = 0; list < listCount; list++)
        {
            int count = _ends[list];
            _ends[list] = start;
            start += count;
        }
        // Each probe moves the start of its list up, so that in the end it is the list's end.
        for (int probe = 0; probe < visited.Length; probe++)
        {
            if (visited[probe] >= 0)
                _probes[_ends[visited[probe]]++] = probe;
        }
    }

    /// <summary>The probes that visit a list.</summary>
    public ReadOnlySpan<int> Of(int list)
    {
        int start = list == 0 ? 0 : _ends[list - 1];
        return new ReadOnlySpan<int>(_probes + start, _ends[list] - start);
    }
}
