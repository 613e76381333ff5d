using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// From the candidates of a query with the places where it met them, probe · 2³² + row, to the results of a heap that is offered them in that order.
/// </summary>
/// <remarks>
/// Let D be the k-th smallest distance. Everything nearer is kept. At D the heap takes in what comes until it holds k that are no farther; each nearer
/// one that comes later puts out, of those at D, the one with the largest id. So the candidates are those at D among the first k that are no
/// farther than D, and of these the smallest ids stay. They are among the first k at D, and with those nearer among the best 2k by distance and place.
/// </remarks>
/// <param name="distances">Distances of the best 2k, in order.</param>
/// <param name="places">Their places; equal distances by place, −1 at the end where there are fewer.</param>
/// <param name="lists">The list of each probe.</param>
/// <param name="stored">The lists.</param>
/// <param name="room">Memory of 3 × 2k.</param>
internal readonly ref struct GroupedTies(Span<int> distances, Span<long> places, Span<long> lists, InvertedLists stored, Rows<long> room)
{
    private readonly Span<int> _distances = distances;
    private readonly Span<long> _places = places;
    private readonly Span<long> _lists = lists;

    /// <summary>Writes k results, nearest first, equals by id; −1 and the largest number where there are fewer.</summary>
    public void Resolve(Span<int> results, Span<long> ids)
    {
        int k = results.Length;
        int found = _places.IndexOf(-1) is var end and >= 0 ? end : _places.Length;
        results.Fill(int.MaxValue);
        ids.Fill(-1);
        if (found <= k)
        {
            Take(found, results, ids);
            return;
        }
        int nearer = _distances.IndexOf(_distances[k - 1]);
        int tied = _distances[nearer..found].LastIndexOf(_distances[k - 1]) + 1;
        Span<long> tiedIds = room[0][..FirstTied(nearer, tied, k)];
        for (int i = 0; i < tiedIds.Length; i++)
            tiedIds[i] = IdAt(nearer + i);
        tiedIds.Sort();
        Take(nearer, results, ids);
        int at = Count(ids);
        foreach (long id in tiedIds[..(k - nearer)])
        {
            // As in FAISS, what is stored under −1 takes a place and then goes missing.
            if (id == -1)
                continue;
            results[at] = _distances[k - 1];
            ids[at++] = id;
        }
    }

    /// <summary>How many of the tied are among the first k that are no farther.</summary>
    private int FirstTied(int nearer, int tied, int k)
    {
        Span<long> before = room[1][..nearer];
        _places[..nearer].CopyTo(before);
        before.Sort();
        int passed = 0;
        int count = 0;
        while (count < tied)
        {
            while (passed < nearer && before[passed] < _places[nearer + count])
                passed++;
            if (count + passed >= k)
                break;
            count++;
        }
        return count;
    }

    /// <summary>The first candidates, equals by id.</summary>
    private void Take(int count, Span<int> results, Span<long> ids)
    {
        int at = 0;
        for (int start = 0; start < count;)
        {
            int end = start + 1;
            while (end < count && _distances[end] == _distances[start])
                end++;
            Span<long> equal = room[2][..(end - start)];
            for (int i = start; i < end; i++)
                equal[i - start] = IdAt(i);
            equal.Sort();
            foreach (long id in equal)
            {
                if (id == -1)
                    continue;
                results[at] = _distances[start];
                ids[at++] = id;
            }
            start = end;
        }
    }

    private static int Count(Span<long> ids) => ids.IndexOf(-1) is var end and >= 0 ? end : ids.Length;

    private long IdAt(int candidate)
    {
        long place = _places[candidate];
        return stored.Ids((int)_lists[(int)(place >> 32)])[place & uint.MaxValue][0];
    }
}
