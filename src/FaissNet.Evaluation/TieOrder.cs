namespace FaissNet.Evaluation;

/// <summary>
/// Ranks results at exactly equal distance by ascending id. Which of them a search keeps at its cut is the index's affair (heaps differ),
/// so that the
/// search is repeated deeper for queries whose tie runs across the cut.
/// </summary>
internal static class TieOrder
{
    // Few queries tie across more ranks than this, and it costs a search little.
    private const int Margin = 22;

    // Constant data would tie everywhere; then the index's own choice is as good as any.
    private const int MaxDepth = 1024;

    private const int DepthStep = 4;
    private const int QueryBlock = 4096;

    public delegate void SearchFunction(ReadOnlySpan<float> queries, int k, Span<float> distances, Span<long> ids);

    public static void Search(
        SearchFunction search, float[] queries, int dimension, long storedCount, int k, bool deepen, Span<float> distances, Span<long> ids)
    {
        int count = queries.Length / dimension;
        for (int start = 0; start < count; start += QueryBlock)
        {
            int[] rows = [.. Enumerable.Range(start, Math.Min(QueryBlock, count - start))];
            int depth = deepen ? (int)Math.Clamp(storedCount, k, k + Margin) : k;
            while (rows.Length > 0)
            {
                rows = SearchRows(search, queries, dimension, rows, depth, k, distances, ids);
                if (!deepen || depth >= storedCount || depth >= MaxDepth)
                    break;
                depth = (int)Math.Min(storedCount, depth * DepthStep);
            }
        }
    }

    /// <summary>Searches some queries and gives back those whose tie across the cut at k reaches the depth.</summary>
    private static int[] SearchRows(
        SearchFunction search, float[] queries, int dimension, int[] rows, int depth, int k, Span<float> distances, Span<long> ids)
    {
        var block = new float[rows.Length * dimension];
        for (int i = 0; i < rows.Length; i++)
            queries.AsSpan(rows[i] * dimension, dimension).CopyTo(block.AsSpan(i * dimension));
        var foundDistances = new float[rows.Length * depth];
        var foundIds = new long[rows.Length * depth];
        search(block, depth, foundDistances, foundIds);
        var open = new List<int>();
        for (int i = 0; i < rows.Length; i++)
        {
            Span<float> rowDistances = foundDistances.AsSpan(i * depth, depth);
            Span<long> rowIds = foundIds.AsSpan(i * depth, depth);
            if (depth > k && rowIds[^1] >= 0 && rowDistances[k - 1] == rowDistances[^1])
                open.Add(rows[i]);
            SortTies(rowDistances, rowIds);
            rowDistances[..k].CopyTo(distances[(rows[i] * k)..]);
            rowIds[..k].CopyTo(ids[(rows[i] * k)..]);
        }
        return [.. open];
    }

    private static void SortTies(ReadOnlySpan<float> distances, Span<long> ids)
    {
        for (int start = 0; start < ids.Length && ids[start] >= 0;)
        {
            int end = start + 1;
            while (end < ids.Length && ids[end] >= 0 && distances[end] == distances[start])
                end++;
            ids[start..end].Sort();
            start = end;
        }
    }
}
