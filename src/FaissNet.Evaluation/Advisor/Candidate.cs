using System.Globalization;

namespace FaissNet.Evaluation;

/// <summary>An index that the advisor may try.</summary>
/// <param name="Family">What kind of code it is.</param>
/// <param name="Template">Its factory string, with <c>{n}</c> for the number of inverted lists.</param>
/// <param name="HasLists">Whether there is such a number.</param>
internal sealed record Candidate(string Family, string Template, bool HasLists)
{
    /// <summary>Bytes of a code.</summary>
    public int Bytes { get; init; }

    /// <summary>
    /// The factory string for a part of the vectors, with fewer lists, so that a list is as long as with all of them and a probe finds and costs as much.
    /// </summary>
    public string FactoryFor(long part, long all)
    {
        int lists = CandidateSpace.ListsFor(all);
        long scaled = Math.Max(1, (long)Math.Round((double)lists * part / all));
        return Template.Replace("{n}", scaled.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);
    }

    /// <summary>Bytes of a code of the index; <c>null</c> where the engine cannot make it.</summary>
    public int? CodeSize(int dimension, Metric metric, long count)
    {
        // Both sides' means change what is near in L2, which training refuses only when it is too late.
        if (metric == Metric.L2 && (Template.Contains("Modality", StringComparison.Ordinal) || Template.Contains("QueryAware", StringComparison.Ordinal)))
            return null;
        try
        {
            using VectorIndex index = VectorIndex.Create(dimension, FactoryFor(count, count), metric);
            return index.CodeSize;
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }
}
