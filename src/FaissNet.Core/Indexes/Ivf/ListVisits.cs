using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Which queries of a block visit each list: the answer of the coarse search turned round by a counting sort. The queries of a list are in
/// ascending order.
/// </summary>
internal readonly unsafe struct ListVisits
{
    private readonly int* _ends;
    private readonly int* _queries;
    private readonly float* _distances;

    /// <summary>Turns the lists of each query round.</summary>
    /// <param name="lists">The lists of each query; −1 for none.</param>
    /// <param name="coarseDistances">What the coarse search returned for each of them.</param>
    /// <param name="firstProbe">Lists of each query that are left out, from its nearest on.</param>
    /// <param name="listCount">Number of lists: nlist.</param>
    /// <param name="numbers">Memory of nlist integers and as many as <paramref name="lists"/> has, which must outlive this.</param>
    /// <param name="distances">Memory for as many numbers as <paramref name="lists"/> has, which must outlive this.</param>
    public ListVisits(Rows<long> lists, Rows<float> coarseDistances, int firstProbe, int listCount, int* numbers, float* distances)
    {
        _ends = numbers;
        _queries = numbers + listCount;
        _distances = distances;
        new Span<int>(_ends, listCount).Clear();
        for (long q = 0; q < lists.Count; q++)
        {
            foreach (long list in lists[q][firstProbe..])
            {
                if (list >= 0)
                    _ends[list]++;
            }
        }
        int start = 0;
        for (int list = 0; list < listCount; list++)
        {
            int count = _ends[list];
            LargestGroup = Math.Max(LargestGroup, count);
            _ends[list] = start;
            start += count;
        }
        // Each visit moves the start of its list up, so that in the end it is the list's end.
        for (int q = 0; q < lists.Count; q++)
        {
            for (int probe = firstProbe; probe < lists.Width; probe++)
            {
                long list = lists.RowPointer(q)[probe];
                if (list < 0)
                    continue;
                int place = _ends[list]++;
                _queries[place] = q;
                _distances[place] = coarseDistances.RowPointer(q)[probe];
            }
        }
    }

    /// <summary>Queries of the list that most of them visit.</summary>
    public int LargestGroup { get; }

    /// <summary>How many queries visit a list.</summary>
    public int Count(int list) => _ends[list] - Start(list);

    /// <summary>The queries that visit a list.</summary>
    public int* Queries(int list) => _queries + Start(list);

    /// <summary>How far the list's centroid is from each of them.</summary>
    public float* CoarseDistances(int list) => _distances + Start(list);

    private int Start(int list) => list == 0 ? 0 : _ends[list - 1];
}
