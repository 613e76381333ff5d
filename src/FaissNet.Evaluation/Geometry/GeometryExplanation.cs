using System.Globalization;

namespace FaissNet.Evaluation;

/// <summary>Turns measured geometry into sentences for people who have to choose a code.</summary>
internal sealed class GeometryExplanation
{
    // Two random samples of one modality are much closer than this; images and texts are at 0.8.
    private const double NoticeableGap = 0.2;

    private const double NoticeableConcentration = 0.3;

    // From here on a quarter of the dimensions could go and little would be missed.
    private const double NarrowShare = 0.5;

    private const double VarianceToKeep = 0.95;

    // Below, exhaustive search over codes takes a millisecond, and probing lists can only lose.
    private const long WorthLists = 50_000;

    private readonly DataGeometry _geometry;
    private readonly Metric _metric;
    private readonly List<GeometryFinding> _findings = [];

    public GeometryExplanation(DataGeometry geometry, Metric metric)
    {
        _geometry = geometry;
        _metric = metric;
        ExplainGap();
        ExplainConcentration();
        ExplainNorms();
        ExplainSpectrum();
        ExplainOutliers();
        ExplainDuplicates();
        ExplainSize();
    }

    public IReadOnlyList<GeometryFinding> Findings => _findings;

    private SideGeometry Stored => _geometry.Stored;

    private int Dimension => Stored.Mean.Length;

    private void ExplainGap()
    {
        bool apart = _geometry.RelativeGap > NoticeableGap;
        string fact = $"The means of stored vectors and queries are {NumberText.Number(_geometry.ModalityGap)} apart, {NumberText.Share(_geometry.RelativeGap)} of a vector's length.";
        Add(GeometryTopic.ModalityGap, apart, fact, apart
            ? "The two sides lie in different places, as images and texts do. Signs at zero and RaBitQ spend most of their bits on that constant difference: "
                + "put Modality in front of the code, which centres each side at its own mean and takes no byte more. "
                + "Codes must be judged, and lists probed, with queries of this kind: what was tuned with stored vectors as queries does not hold for them."
            : "Queries come from where the stored vectors are, so that codes and lists trained on stored vectors suit the queries too.");
    }

    private void ExplainConcentration()
    {
        double concentration = Math.Max(Stored.Concentration, _geometry.Queries.Concentration);
        bool narrow = concentration > NoticeableConcentration;
        string fact = $"The mean is {NumberText.Share(Stored.Concentration)} as long as a stored vector, and {NumberText.Share(_geometry.Queries.Concentration)} as long as a query.";
        Add(GeometryTopic.Concentration, narrow, fact, narrow
            ? "That part is the same for all vectors of a side and tells nothing. Scalar and product codes do not mind, as their ranges and centroids follow the data; "
                + "sign codes do, unless their thresholds are at the mean."
            : "The vectors point in all directions, so that signs at zero are balanced and sign codes need no centring.");
    }

    private void ExplainNorms()
    {
        double share = Stored.NotUnitShare;
        bool odd = share > 0 || _geometry.Queries.NotUnitShare > 0;
        string fact = odd
            ? $"{NumberText.Share(share)} of the stored vectors and {NumberText.Share(_geometry.Queries.NotUnitShare)} of the queries are not of unit length: stored vectors have lengths from "
                + $"{NumberText.Number(Stored.LeastNorm)} to {NumberText.Number(Stored.MostNorm)}, {NumberText.Number(Stored.MeanNorm)} on average."
            : "All vectors have unit length.";
        bool equal = Stored.MostNorm - Stored.LeastNorm <= 0.02 * Stored.MeanNorm;
        string meaning = (odd, equal) switch
        {
            (false, _) => "Inner product, cosine and Euclidean distance rank alike; choose inner product.",
            (true, true) => "The stored vectors are of one length nevertheless, so that inner product, cosine and Euclidean distance still rank alike.",
            _ when _metric == Metric.InnerProduct =>
                "With the inner product long vectors come first whatever their direction. If cosine is meant, normalise both sides (L2norm); "
                + "sign codes lose the lengths altogether.",
            _ => "Euclidean distance takes lengths into account; if only the direction matters, normalise both sides (L2norm). Sign codes lose the lengths altogether.",
        };
        Add(GeometryTopic.Norms, odd && !equal, fact, meaning);
    }

    private void ExplainSpectrum()
    {
        int kept = Stored.DirectionsFor(VarianceToKeep);
        bool narrow = Stored.EffectiveDimension < NarrowShare * Dimension;
        string fact = $"Of {NumberText.Count(Dimension)} dimensions {NumberText.Count(kept)} principal {(kept == 1 ? "direction carries" : "directions carry")} {NumberText.Share(VarianceToKeep)} of the variance; "
            + $"the effective dimension is {NumberText.Count(Stored.EffectiveDimension)}"
            + (Stored.ConstantDimensions > 0 ? $", and {Dimensions(Stored.ConstantDimensions)} the same value in all vectors." : ".");
        string meaning = kept == 0
            ? "All stored vectors are equal; there is nothing to search."
            : narrow
                ? $"The variance is unevenly spread. A rotation before the code (OPQ before product codes, a random rotation before signs and RaBitQ) shares it out; "
                    + $"PCA to about {NumberText.Count(kept)} dimensions loses little and makes every code smaller."
                : "The variance is evenly spread: leaving out dimensions loses quality, and OPQ gains little over PQ.";
        Add(GeometryTopic.Spectrum, narrow, fact, meaning);
    }

    private void ExplainOutliers()
    {
        IReadOnlyList<OutlierDimension> outliers = Stored.OutlierDimensions;
        if (outliers.Count == 0)
        {
            Add(
                GeometryTopic.OutlierDimensions, false, "No dimension is far larger than the others.",
                "One range for all dimensions (uniform scalar codes) is as good as a range of each.");
            return;
        }
        string listed = string.Join(", ", outliers.Take(5).Select(outlier => $"{outlier.Dimension} ({NumberText.Number(outlier.Magnitude)}×)"));
        string fact = $"{Dimensions(outliers.Count)} values at least five times as large as the median dimension: {listed}{(outliers.Count > 5 ? ", …" : ".")}";
        Add(
            GeometryTopic.OutlierDimensions, true, fact,
            "A range that all dimensions share is wasted on these: take scalar codes with a range for each dimension (SQ8, SQ4, not their uniform kinds), "
            + "or rotate first. They also rule the inner product, so ask whether they mean anything.");
    }

    private void ExplainDuplicates()
    {
        bool noticeable = Stored.DuplicateShare >= 0.001;
        Add(
            GeometryTopic.Duplicates, noticeable,
            Stored.DuplicateShare == 0 ? "No stored vector is there twice." : $"{NumberText.Share(Stored.DuplicateShare)} of the stored vectors are exact copies of others.",
            noticeable
                ? "No search can tell copies apart: where only one of them counts as right, exact search misses it too. Ties are ranked by ascending id here. "
                    + "Storing each once saves their bytes."
                : "Ties between equal vectors play no part in the numbers.");
    }

    private void ExplainSize()
    {
        bool few = Stored.Count < WorthLists;
        Add(
            GeometryTopic.Size, false, $"There are {NumberText.Count(Stored.Count)} stored vectors and {NumberText.Count(_geometry.Queries.Count)} queries.",
            few
                ? "That is few enough to look at every code in each search; inverted lists and graphs would cost quality and save little time."
                : "Looking at every code becomes slow at this number; inverted lists (IVF) or a graph (HNSW) save time, and what they lose is shown apart from what the code loses.");
    }

    private void Add(GeometryTopic topic, bool needsAttention, string fact, string meaning)
        => _findings.Add(new GeometryFinding(topic, needsAttention, fact, meaning));

    private static string Dimensions(int count) => count == 1 ? "1 dimension has" : $"{NumberText.Count(count)} dimensions have";
}
