using System.Numerics.Tensors;

namespace FaissNet.Evaluation;

/// <summary>How stored vectors and queries lie in space, and what that means for the choice of a code.</summary>
public sealed record DataGeometry
{
    /// <summary>The stored vectors.</summary>
    public required SideGeometry Stored { get; init; }

    /// <summary>The queries.</summary>
    public required SideGeometry Queries { get; init; }

    /// <summary>
    /// The modality gap: distance between the mean of the stored vectors and that of the queries, in units of the vectors. Embeddings of
    /// images against embeddings of texts have 0.8 at unit length.
    /// </summary>
    public required double ModalityGap { get; init; }

    /// <summary>
    /// <see cref="ModalityGap"/> ÷ mean length of the vectors of both sides, so that vectors of other lengths compare with those of unit length.
    /// </summary>
    public double RelativeGap
    {
        get
        {
            double length = (Stored.MeanNorm + Queries.MeanNorm) / 2;
            return length == 0 ? 0 : ModalityGap / length;
        }
    }

    /// <summary>Measures both sides; they are read block by block.</summary>
    /// <param name="baseVectors">The vectors to store.</param>
    /// <param name="queries">The queries.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="ArgumentException">Dimensions differ, or a side is empty.</exception>
    /// <exception cref="InvalidDataException">A value is not finite, or a file contradicts itself.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static DataGeometry Measure(VectorSource baseVectors, VectorSource queries, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(baseVectors);
        ArgumentNullException.ThrowIfNull(queries);
        if (baseVectors.Count == 0)
            throw new ArgumentException("There are no vectors to measure.", nameof(baseVectors));
        if (queries.Count == 0)
            throw new ArgumentException("There are no queries.", nameof(queries));
        if (baseVectors.Dimension != queries.Dimension)
        {
            throw new ArgumentException(
                $"The queries have dimension {queries.Dimension}, the stored vectors {baseVectors.Dimension}.", nameof(queries));
        }
        options ??= EvaluationOptions.Default;
        SideGeometry stored = new SideMeter(baseVectors, options).Measure("geometry of the stored vectors");
        SideGeometry asked = new SideMeter(queries, options).Measure("geometry of the queries");
        return new DataGeometry
        {
            Stored = stored,
            Queries = asked,
            ModalityGap = TensorPrimitives.Distance(stored.Mean.Span, asked.Mean.Span),
        };
    }

    /// <summary>What each of the numbers means for the choice of a code, in plain sentences, one or more a topic, always in the same order.</summary>
    /// <param name="metric">How the vectors will be compared.</param>
    public IReadOnlyList<GeometryFinding> Explain(Metric metric) => new GeometryExplanation(this, metric).Findings;
}
