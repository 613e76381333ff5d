using System.Globalization;

namespace FaissNet.Evaluation;

/// <summary>Which indexes the advisor tries: one line each.</summary>
/// <remarks>
/// <para>Placeholders: <c>{d}</c> the dimension, <c>{d-8}</c> what is left of it when a byte of signs goes to a penalty; <c>{m}</c> the bytes of a product code, tried at several sizes, <c>{m-1}</c> and <c>{2m}</c> what follows from
/// it; <c>{o}</c> and <c>{o-1}</c> the largest multiple of <c>{m}</c> or <c>{m-1}</c> that is no larger than d; <c>{n}</c> the number of inverted lists.</para>
/// <para>A line that the engine does not know, or that does not fit the dimension or the metric, is passed over.</para>
/// </remarks>
internal static class CandidateSpace
{
    private const int FewestLists = 16;
    private const int MostLists = 1 << 16;

    // Below this, looking at everything is fast enough that lists only lose quality.
    private const long ListsPay = 20_000;

    private const double SmallestShare = 0.5;

    private static readonly Line[] s_lines =
    [
        new("float", "Flat"),
        new("float", "SQfp16"),
        new("scalar", "SQ8"),
        new("scalar", "SQ6"),
        new("scalar", "SQ4"),
        new("scalar", "Modality,L2norm,RR,SQ8"),
        new("scalar", "Modality,L2norm,RR,SQ4"),
        new("scalar", "Hub,Modality,L2norm,SQ8"),
        new("scalar", "Hub,Modality,L2norm,SQ4"),
        new("scalar", "RR,RaBitQ4"),
        new("scalar", "RR,RaBitQ2"),
        new("scalar", "Modality,L2norm,RR,RaBitQ4"),
        new("scalar", "Modality,L2norm,RR,RaBitQ2"),
        new("binary", "RR,RaBitQ"),
        new("binary", "Modality,L2norm,RR,RaBitQ"),
        new("binary", "Modality,L2norm,RR,PQ{d}x1np"),
        new("binary", "Hub,Modality,L2norm,ITQ{d-8},PQ{d-8}x1np"),
        new("product", "PQ{m}np"),
        new("product", "PQ{2m}x4fs"),
        new("product", "OPQ{m}_{o},PQ{m}np"),
        new("product", "Modality,L2norm,OPQ{m}_{o},PQ{m}np"),
        new("product", "Modality,QueryAware,OPQ{m}_{o},PQ{m}np"),
        new("product", "Hub,Modality,L2norm,OPQ{m-1}_{o-1},PQ{m-1}np"),
        new("hybrid", "PQ{m}np,Refine(SQ8)"),
        new("hybrid", "Modality,L2norm,RR,(RaBitQ,Refine(SQ4))"),
        new("hybrid", "Modality,L2norm,RR,(PQ{d}x1np,Refine(SQ8))"),
        new("hybrid", "Hub,Modality,L2norm,(ITQ{d-8},PQ{d-8}x1np,Refine(SQ8))"),
        new("hybrid", "RR,(RaBitQ,Refine(SQ8))"),
        new("hybrid", "RR,(RaBitQ,RFlat)"),
        new("scalar", "IVF{n},SQ8"),
        new("product", "IVF{n},PQ{m}np"),
        new("product", "Modality,L2norm,OPQ{m}_{o},IVF{n},PQ{m}np"),
        new("binary", "Modality,L2norm,RR,IVF{n},RaBitQ"),
        new("hybrid", "IVF{n},PQ{m}np,Refine(SQ8)"),
    ];

    /// <summary>What can be made for a data set.</summary>
    public static List<Candidate> For(int dimension, Metric metric, long count, AdvisorOptions options)
    {
        var found = new List<Candidate>();
        foreach (Line line in options.Candidates is { } given ? given.Select(text => new Line(FamilyOf(text), text)) : s_lines)
        {
            bool hasLists = line.Template.Contains("IVF{n}", StringComparison.Ordinal);
            if (hasLists && count < ListsPay && options.MaxLatency is null)
                continue;
            foreach (int size in line.HasSize ? Sizes(dimension, options) : [0])
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                var candidate = new Candidate(line.Family, Fill(line.Template, dimension, size), hasLists);
                if (found.Any(other => other.Template == candidate.Template) || candidate.CodeSize(dimension, metric, count) is not { } bytes)
                    continue;
                found.Add(candidate with { Bytes = bytes });
            }
        }
        return found;
    }

    /// <summary>Inverted lists for so many vectors: about 4·√n, as FAISS's guidelines have it.</summary>
    public static int ListsFor(long count)
        => (int)Math.Clamp((long)Math.Pow(2, Math.Round(Math.Log2(4 * Math.Sqrt(count)))), FewestLists, MostLists);

    private static IEnumerable<int> Sizes(int dimension, AdvisorOptions options)
    {
        int[] usual = [dimension / 64, dimension / 32, dimension / 16, dimension / 8, dimension / 4];
        int[] sizes = [.. (options.MaxBytes is { } most && most < dimension ? usual.Append((int)most) : usual).Where(size => size > 1).Distinct().Order()];
        // Where quality decides, codes much smaller than what is allowed have no chance.
        return options.Preference == AdvisorPreference.Quality && options.MaxBytes is { } limit
            ? sizes.Where(size => size > limit || size >= limit * SmallestShare)
            : sizes;
    }

    private static string Fill(string template, int dimension, int m)
    {
        return template
            .Replace("{d}", Text(dimension), StringComparison.Ordinal)
            .Replace("{d-8}", Text(dimension - 8), StringComparison.Ordinal)
            .Replace("{m}", Text(m), StringComparison.Ordinal)
            .Replace("{m-1}", Text(m - 1), StringComparison.Ordinal)
            .Replace("{2m}", Text(2 * m), StringComparison.Ordinal)
            .Replace("{o}", Text(Multiple(m)), StringComparison.Ordinal)
            .Replace("{o-1}", Text(Multiple(m - 1)), StringComparison.Ordinal);

        int Multiple(int of) => of > 0 ? dimension - dimension % of : 0;

        static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
    }

    private static string FamilyOf(string factory)
        => factory.Contains(",R", StringComparison.Ordinal) && (factory.Contains("Refine(", StringComparison.Ordinal) || factory.Contains("RFlat", StringComparison.Ordinal))
            ? "hybrid"
            : factory.Contains("x1np", StringComparison.Ordinal) || factory.EndsWith("RaBitQ", StringComparison.Ordinal) ? "binary"
            : factory.Contains("PQ", StringComparison.Ordinal) ? "product"
            : factory.EndsWith("Flat", StringComparison.Ordinal) || factory.Contains("fp16", StringComparison.Ordinal) ? "float"
            : "scalar";

    private sealed record Line(string Family, string Template)
    {
        public bool HasSize => Template.Contains("{m", StringComparison.Ordinal) || Template.Contains("{2m}", StringComparison.Ordinal);
    }
}
