using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Moves each modality to the origin: stored vectors x become x − m, queries q become q − m′, with a mean of their own for each kind of query.
/// </summary>
/// <remarks>
/// <para>Encoders of images and texts put each side into a narrow cone of its own, so that most of every vector is the same for its whole side and
/// a code spends its bits on what tells nothing. Without the means, signs, ranges and centroids describe what differs. Follow it with
/// <see cref="NormalizationTransform"/> to make what is left equally long, and with a rotation (<see cref="RandomRotationMatrix"/>, OPQ, ITQ, …) as
/// the code wants it; both treat the two sides alike, as FAISS's transforms do.</para>
/// <para>Scores change: (q − m′)·(x − m) = q·x − q·m − m′·x + m′·m. For one query, −q·m + m′·m is the same for all x and does not matter. m′·x is a
/// real change of the ranking, for the better where queries and stored vectors differ by modality. With <see cref="ShiftsQueries"/> off only x is
/// shifted: then the exact order is kept, and <see cref="ScoreOffset"/> = q·m gives back the exact scores. For L2, a shift of one side alone, or of both by
/// different means, changes which vectors are near, so an index with that metric refuses it,
/// unless it is an <see cref="LshIndex"/>, which counts differing signs.</para>
/// <para>In a file it is FAISS's <c>CenteringTransform</c>; the means of the queries follow the index in a trailer, where FAISS does not look.</para>
/// </remarks>
public sealed class ModalityTransform : VectorTransform
{
    private CenteringTransform _stored;
    private string[] _modalities = [];
    private CenteringTransform[] _queries = [];

    /// <summary>An untrained transform.</summary>
    /// <param name="dimension">Components of a vector.</param>
    /// <param name="shiftsQueries">Whether queries are shifted too; without it no queries are needed for training.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is out of range.</exception>
    public ModalityTransform(int dimension, bool shiftsQueries = true)
        : base(dimension, dimension)
    {
        ShiftsQueries = shiftsQueries;
        _stored = new CenteringTransform(dimension);
    }

    /// <summary>What a file says.</summary>
    internal ModalityTransform(CenteringTransform stored, bool shiftsQueries, string[] modalities, CenteringTransform[] queries)
        : base(stored.InputDimension, stored.OutputDimension)
    {
        ShiftsQueries = shiftsQueries;
        _stored = stored;
        _modalities = modalities;
        _queries = queries;
    }

    /// <summary>Whether queries are shifted by their own mean.</summary>
    public bool ShiftsQueries { get; }

    /// <summary>The mean of the stored side, d values; empty while untrained.</summary>
    public ReadOnlySpan<float> Mean => _stored.Mean;

    /// <summary>The kinds of queries that were learned, in the order of <see cref="BuildOptions.Queries"/>.</summary>
    public IReadOnlyList<string> Modalities => _modalities;

    /// <inheritdoc/>
    public override bool IsTrained => _stored.IsTrained;

    /// <inheritdoc/>
    public override bool CanReverse => _stored.CanReverse;

    /// <summary><c>Modality</c>, or <c>Modality1</c> where only the stored side is shifted; FAISS's factory does not know them.</summary>
    public override string Description => ShiftsQueries ? "Modality" : "Modality1";

    internal override bool KeepsOnlyInnerProducts => true;

    /// <summary>What it does to stored vectors, as FAISS has it.</summary>
    internal CenteringTransform Stored => _stored;

    /// <summary>The mean of a kind of queries, d values.</summary>
    /// <param name="modality">Its name; <c>null</c> for the first.</param>
    /// <exception cref="ArgumentException">Nothing was learned about such queries.</exception>
    /// <exception cref="InvalidOperationException">The transform is not trained, or does not shift queries.</exception>
    public ReadOnlySpan<float> QueryMean(string? modality = null)
    {
        Guard.Trained(IsTrained, nameof(ModalityTransform));
        return ShiftsQueries ? Of(modality).Mean : throw new InvalidOperationException("The transform shifts stored vectors only.");
    }

    /// <summary>What to add to the scores of a query to have the inner products with the vectors as they were before: q·m.</summary>
    /// <param name="query">d values.</param>
    /// <exception cref="ArgumentException">The length is not d.</exception>
    /// <exception cref="InvalidOperationException">Queries are shifted too, which no single number undoes; or the transform is not trained.</exception>
    public unsafe float ScoreOffset(ReadOnlySpan<float> query)
    {
        Guard.Trained(IsTrained, nameof(ModalityTransform));
        Guard.Length(query.Length, InputDimension, "the query", nameof(query));
        if (ShiftsQueries)
            throw new InvalidOperationException("Both sides are shifted, so the scores differ by more than one number per query.");
        fixed (float* q = query)
        fixed (float* m = Mean)
            return VectorDistance.InnerProduct(q, m, InputDimension);
    }

    internal override void Train(Rows<float> vectors, BuildOptions options)
    {
        var stored = new CenteringTransform(InputDimension);
        stored.Train(vectors, options);
        IReadOnlyList<QuerySample> samples = ShiftsQueries ? RequireQueries(options) : [];
        var queries = new CenteringTransform[samples.Count];
        for (int i = 0; i < queries.Length; i++)
        {
            queries[i] = new CenteringTransform(InputDimension);
            queries[i].Train(samples[i].Vectors.Span, options with { Queries = [] });
        }
        _modalities = [.. samples.Select(sample => sample.Modality)];
        _queries = queries;
        _stored = stored;
    }

    internal override void Forget()
    {
        _stored = new CenteringTransform(InputDimension);
        _modalities = [];
        _queries = [];
    }

    internal override void Apply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => _stored.Apply(from, to, maxDegreeOfParallelism, cancellationToken);

    internal override void ApplyToQueries(Rows<float> from, Rows<float> to, SearchOptions options)
    {
        if (!ShiftsQueries)
        {
            for (long i = 0; i < from.Count; i++)
                from[i].CopyTo(to[i]);
            return;
        }
        Of(options.QueryModality).ApplyToQueries(from, to, options);
    }

    internal override void ReverseApply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => _stored.ReverseApply(from, to, maxDegreeOfParallelism, cancellationToken);

    internal override bool IsSameAs(VectorTransform other)
        => other is ModalityTransform modality && _stored.IsSameAs(modality._stored)
            && _modalities.AsSpan().SequenceEqual(modality._modalities)
            && _queries.Zip(modality._queries).All(pair => pair.First.IsSameAs(pair.Second));

    private CenteringTransform Of(string? modality)
    {
        int at = modality is null ? 0 : Array.IndexOf(_modalities, modality);
        if (at < 0)
        {
            throw new ArgumentException(
                $"Nothing was learned about {modality} queries; the index knows {string.Join(", ", _modalities)} queries.", nameof(modality));
        }
        return _queries[at];
    }
}
