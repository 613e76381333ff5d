namespace FaissNet.Contract;

/// <summary>Brute force in double precision over what the codes stand for.</summary>
internal static class Oracle
{
    public static double Distance(Metric metric, ReadOnlySpan<float> query, double[] vector)
    {
        double sum = 0;
        for (int i = 0; i < vector.Length; i++)
            sum += metric == Metric.L2 ? (query[i] - vector[i]) * (query[i] - vector[i]) : query[i] * vector[i];
        return sum;
    }

    /// <summary>All vectors with their distances, best first.</summary>
    public static (double Distance, long Id)[] Rank(
        Metric metric, ReadOnlySpan<float> query, double[][] vectors, Func<long, long> idAt, Func<long, bool>? wanted = null)
    {
        var ranked = new List<(double Distance, long Id)>();
        for (long i = 0; i < vectors.Length; i++)
        {
            if (wanted is null || wanted(idAt(i)))
                ranked.Add((Distance(metric, query, vectors[i]), idAt(i)));
        }
        ranked.Sort((a, b) => metric == Metric.L2 ? a.Distance.CompareTo(b.Distance) : b.Distance.CompareTo(a.Distance));
        return [.. ranked];
    }

    /// <summary>
    /// What rounding may do to a distance: sums of d products grow to the size of the squared norms, however small their difference is.
    /// </summary>
    public static double RoundingOf(ReadOnlySpan<float> query, double[][] vectors)
    {
        double largest = 0;
        foreach (double[] vector in vectors)
            largest = Math.Max(largest, SquaredNorm(vector));
        return 2e-6 * (largest + Distance(Metric.InnerProduct, query, Array.ConvertAll(query.ToArray(), x => (double)x)));
    }

    /// <summary>The same for an index: 4-bit fast scans round their tables of distances to bytes on top of it.</summary>
    public static double RoundingOf(VectorIndex index, ReadOnlySpan<float> query, double[][] vectors)
    {
        double rounding = RoundingOf(query, vectors);
        int m = index switch
        {
            IdMapIndex map => SubQuantizers(map.Inner),
            PreTransformIndex front => SubQuantizers(front.Inner),
            _ => SubQuantizers(index),
        };
        if (m == 0)
            return rounding;
        // Half a unit for each sub-quantizer and the bias, 255 of which are at most what the squared difference of two slices can be.
        int width = query.Length / m;
        double largest = 0;
        foreach (double[] vector in vectors.Append(Array.ConvertAll(query.ToArray(), x => (double)x)))
        {
            for (int start = 0; start < vector.Length; start += width)
                largest = Math.Max(largest, SquaredNorm(vector.AsSpan(start, width)));
        }
        return rounding + (m + 1) / 2.0 * 4 * largest / 255;
    }

    private static double SquaredNorm(ReadOnlySpan<double> vector)
    {
        double sum = 0;
        foreach (double x in vector)
            sum += x * x;
        return sum;
    }

    /// <summary>Sub-quantizers of a fast scan, else 0.</summary>
    private static int SubQuantizers(VectorIndex index) => index switch
    {
        PqFastScanIndex flat => flat.M,
        IvfPqFastScanIndex ivf => ivf.M,
        _ => 0,
    };

    /// <summary>Distances agree rank by rank; each id stands for a vector at that distance and none comes twice.</summary>
    public static void AssertNeighbours(
        Metric metric, (double Distance, long Id)[] expected, ReadOnlySpan<float> distances, ReadOnlySpan<long> ids, double allowed)
    {
        var distanceOf = new Dictionary<long, double>();
        foreach ((double distance, long id) in expected)
            distanceOf[id] = distance;
        var seen = new HashSet<long>();
        for (int rank = 0; rank < ids.Length; rank++)
        {
            if (rank >= expected.Length)
            {
                Assert.Equal(-1, ids[rank]);
                Assert.Equal(metric == Metric.L2 ? float.MaxValue : -float.MaxValue, distances[rank]);
                continue;
            }
            Assert.InRange(distances[rank], expected[rank].Distance - allowed, expected[rank].Distance + allowed);
            Assert.True(distanceOf.TryGetValue(ids[rank], out double own), $"id {ids[rank]} at rank {rank} is not one of the vectors");
            Assert.InRange(own, distances[rank] - allowed, distances[rank] + allowed);
            Assert.True(seen.Add(ids[rank]), $"id {ids[rank]} comes twice");
        }
    }
}
