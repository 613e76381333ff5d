using System.Globalization;
using FaissNet.Verification;

namespace FaissNet.Cli.Bench;

/// <summary>Whether two engines gave the same answers; the rules are those of <see cref="FaissIndex.Verify"/>.</summary>
internal static class AnswerComparison
{
    private const double Tolerance = 1e-5;

    /// <summary>In what the answers of the C# engine differ from those of FAISS; null when they agree.</summary>
    /// <param name="k">Neighbours per query.</param>
    /// <param name="managed">What the C# engine found.</param>
    /// <param name="native">What FAISS found.</param>
    /// <param name="magnitude">Squared norm of the queries, the size of what L2 distances are sums of.</param>
    public static string? Describe(int k, Answers<float> managed, Answers<float> native, double magnitude)
    {
        var comparer = new ResultComparer(k, Tolerance);
        for (int query = 0; query < managed.Ids.Length / k; query++)
            comparer.Compare(query, RowOf(managed, query, k), RowOf(native, query, k), magnitude);
        return comparer.Differences.Count == 0
            ? null
            : string.Create(
                CultureInfo.InvariantCulture,
                $"{comparer.IdsDifferent} ids differ and distances by up to {comparer.MaxRelativeDifference:G2} in relative terms");
    }

    /// <summary>The same for Hamming distances, which must be equal.</summary>
    public static string? Describe(Answers<int> managed, Answers<int> native)
    {
        int distances = managed.Distances.Zip(native.Distances).Count(pair => pair.First != pair.Second);
        int ids = managed.Ids.Zip(native.Ids).Count(pair => pair.First != pair.Second);
        return distances + ids == 0 ? null : $"{ids} ids and {distances} distances differ";
    }

    private static ResultComparer.Row RowOf(Answers<float> answers, int query, int k)
        => new(answers.Distances.AsSpan(query * k, k), answers.Ids.AsSpan(query * k, k));
}

/// <summary>Distances and ids of all queries of a run.</summary>
internal readonly record struct Answers<TDistance>(TDistance[] Distances, long[] Ids)
{
    public Answers<TDistance> Copy() => new([.. Distances], [.. Ids]);
}
