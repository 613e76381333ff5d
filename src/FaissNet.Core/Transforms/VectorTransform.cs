using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Turns float vectors into others before they are encoded: rotates, projects, normalizes, shifts or pads them. Put in front of an index by
/// <see cref="PreTransformIndex"/>; it also stands alone. FAISS: <c>VectorTransform</c>.
/// </summary>
/// <remarks>
/// Thread-safety: applying and reversing may run together; training must run alone. A transform in front of an index belongs to that index and is
/// trained through it.
/// </remarks>
public abstract class VectorTransform
{
    private protected VectorTransform(int inputDimension, int outputDimension)
    {
        InputDimension = Guard.Dimension(inputDimension);
        OutputDimension = Guard.Dimension(outputDimension);
    }

    /// <summary>Components of a vector that goes in. FAISS: <c>d_in</c>.</summary>
    public int InputDimension { get; }

    /// <summary>Components of a vector that comes out. FAISS: <c>d_out</c>.</summary>
    public int OutputDimension { get; }

    /// <summary>Whether vectors can be transformed. Transforms with nothing to learn are trained from the start.</summary>
    public abstract bool IsTrained { get; }

    /// <summary>
    /// Whether <see cref="ReverseApply(ReadOnlySpan{float}, Span{float}, BuildOptions)"/> is possible. Where components were dropped it gives the
    /// nearest vector that has the same image.
    /// </summary>
    public abstract bool CanReverse { get; }

    /// <summary>The transform as a part of a FAISS factory string, e.g. <c>PCA64</c>.</summary>
    public abstract string Description { get; }

    /// <summary>Learns the transform from a sample; does nothing where there is nothing to learn.</summary>
    /// <param name="vectors">n × <see cref="InputDimension"/>, row-major.</param>
    /// <param name="options">Threads, progress, cancellation.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of the dimension, a value is not finite, or there are too few vectors.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the transform is as it was.</exception>
    public unsafe void Train(ReadOnlySpan<float> vectors, BuildOptions? options = null)
    {
        int count = Guard.RowCount(vectors.Length, InputDimension, nameof(vectors));
        Guard.Finite(vectors, InputDimension, nameof(vectors));
        options ??= BuildOptions.Default;
        Guard.Queries(options.Queries, InputDimension);
        fixed (float* pointer = vectors)
            Train(new Rows<float>(pointer, count, InputDimension), options);
    }

    /// <summary>Transforms vectors. FAISS: <c>apply</c>.</summary>
    /// <param name="vectors">n × <see cref="InputDimension"/>, row-major.</param>
    /// <param name="result">Receives n × <see cref="OutputDimension"/> values; must not overlap the input.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <exception cref="ArgumentException">Lengths do not match, or a value is not finite.</exception>
    /// <exception cref="InvalidOperationException">The transform is not trained.</exception>
    public unsafe void Apply(ReadOnlySpan<float> vectors, Span<float> result, BuildOptions? options = null)
    {
        int count = Check(vectors, InputDimension, result, OutputDimension);
        options ??= BuildOptions.Default;
        fixed (float* from = vectors)
        fixed (float* to = result)
        {
            Apply(
                new Rows<float>(from, count, InputDimension), new Rows<float>(to, count, OutputDimension),
                options.MaxDegreeOfParallelism, options.CancellationToken);
        }
    }

    /// <summary>Transforms vectors and returns them in a new array.</summary>
    /// <param name="vectors">n × <see cref="InputDimension"/>, row-major.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <inheritdoc cref="Apply(ReadOnlySpan{float}, Span{float}, BuildOptions)" path="/exception"/>
    public float[] Apply(ReadOnlySpan<float> vectors, BuildOptions? options = null)
    {
        var result = new float[checked(vectors.Length / InputDimension * OutputDimension)];
        Apply(vectors, result, options);
        return result;
    }

    /// <summary>
    /// Transforms queries. FAISS's transforms treat queries like stored vectors; <see cref="ModalityTransform"/> and
    /// <see cref="QueryAwareTransform"/> do not.
    /// </summary>
    /// <param name="queries">n × <see cref="InputDimension"/>, row-major.</param>
    /// <param name="options">Threads, cancellation, and <see cref="SearchOptions.QueryModality"/>.</param>
    /// <exception cref="ArgumentException">Lengths do not match, a value is not finite, or nothing was learned about such queries.</exception>
    /// <exception cref="InvalidOperationException">The transform is not trained.</exception>
    public unsafe float[] ApplyToQueries(ReadOnlySpan<float> queries, SearchOptions? options = null)
    {
        var result = new float[checked(queries.Length / InputDimension * OutputDimension)];
        int count = Check(queries, InputDimension, result, OutputDimension);
        fixed (float* from = queries)
        fixed (float* to = result)
        {
            ApplyToQueries(
                new Rows<float>(from, count, InputDimension), new Rows<float>(to, count, OutputDimension), options ?? SearchOptions.Default);
        }
        return result;
    }

    /// <summary>Brings transformed vectors back to where they came from, as far as that is possible. FAISS: <c>reverse_transform</c>.</summary>
    /// <param name="vectors">n × <see cref="OutputDimension"/>, row-major.</param>
    /// <param name="result">Receives n × <see cref="InputDimension"/> values; must not overlap the input.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <exception cref="ArgumentException">Lengths do not match, or a value is not finite.</exception>
    /// <exception cref="InvalidOperationException">The transform is not trained.</exception>
    /// <exception cref="NotSupportedException">The transform cannot be reversed; <see cref="CanReverse"/> tells.</exception>
    public unsafe void ReverseApply(ReadOnlySpan<float> vectors, Span<float> result, BuildOptions? options = null)
    {
        int count = Check(vectors, OutputDimension, result, InputDimension);
        options ??= BuildOptions.Default;
        fixed (float* from = vectors)
        fixed (float* to = result)
        {
            ReverseApply(
                new Rows<float>(from, count, OutputDimension), new Rows<float>(to, count, InputDimension),
                options.MaxDegreeOfParallelism, options.CancellationToken);
        }
    }

    /// <summary>Brings transformed vectors back and returns them in a new array.</summary>
    /// <param name="vectors">n × <see cref="OutputDimension"/>, row-major.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <inheritdoc cref="ReverseApply(ReadOnlySpan{float}, Span{float}, BuildOptions)" path="/exception"/>
    public float[] ReverseApply(ReadOnlySpan<float> vectors, BuildOptions? options = null)
    {
        var result = new float[checked(vectors.Length / OutputDimension * InputDimension)];
        ReverseApply(vectors, result, options);
        return result;
    }

    /// <summary>The description and the dimensions.</summary>
    public override string ToString() => $"{Description} ({InputDimension} → {OutputDimension})";

    /// <summary>
    /// Whether it treats queries and stored vectors differently in a way that inner products survive and L2 distances do not.
    /// </summary>
    internal virtual bool KeepsOnlyInnerProducts => false;

    /// <summary>The samples of queries, for a transform that cannot do without.</summary>
    private protected IReadOnlyList<QuerySample> RequireQueries(BuildOptions options)
        => options.Queries.Count > 0
            ? options.Queries
            : throw new ArgumentException(
                $"{Description} learns from queries as well; give a sample of them in {nameof(BuildOptions)}.{nameof(BuildOptions.Queries)}.",
                nameof(options));

    /// <summary>The options for what comes behind this transform: its queries are those that this one gives.</summary>
    internal BuildOptions Behind(BuildOptions options)
    {
        if (options.Queries.Count == 0)
            return options;
        var samples = new QuerySample[options.Queries.Count];
        for (int i = 0; i < samples.Length; i++)
        {
            QuerySample sample = options.Queries[i];
            var search = new SearchOptions
            {
                QueryModality = sample.Modality,
                MaxDegreeOfParallelism = options.MaxDegreeOfParallelism,
                CancellationToken = options.CancellationToken,
            };
            samples[i] = sample with { Vectors = ApplyToQueries(sample.Vectors.Span, search) };
        }
        return options with { Queries = samples };
    }

    /// <summary>Learns; leaves everything as it was when it throws.</summary>
    internal abstract void Train(Rows<float> vectors, BuildOptions options);

    /// <summary>Makes the transform untrained again, for an index whose training fails later on.</summary>
    internal abstract void Forget();

    /// <summary>An independent copy, trained or not, with settings that files do not hold. Arrays are shared: training replaces them.</summary>
    internal virtual VectorTransform Clone() => (VectorTransform)MemberwiseClone();

    /// <summary>Transforms rows. On one thread it allocates nothing once warm.</summary>
    internal abstract void Apply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken);

    /// <summary>
    /// Transforms queries; FAISS's transforms treat them like the vectors that are stored. A transform that does not is written to a file
    /// as what it does to stored vectors.
    /// </summary>
    internal virtual void ApplyToQueries(Rows<float> from, Rows<float> to, SearchOptions options)
        => Apply(from, to, options.MaxDegreeOfParallelism, options.CancellationToken);

    internal abstract void ReverseApply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken);

    /// <summary>The part of a factory string in front of an index; it may tell what a file does not.</summary>
    internal virtual string DescribeBefore(string following) => Description;

    /// <summary>Why the two do different things to a vector, or null when they do the same.</summary>
    internal abstract bool IsSameAs(VectorTransform other);

    private protected NotSupportedException NotReversible(string reason)
        => new($"{this} cannot be reversed, because {reason}.");

    private int Check(ReadOnlySpan<float> vectors, int width, Span<float> result, int resultWidth)
    {
        int count = Guard.RowCount(vectors.Length, width, nameof(vectors));
        Guard.Finite(vectors, width, nameof(vectors));
        Guard.Length(result.Length, (long)count * resultWidth, "the result, vectors × dimension", nameof(result));
        Guard.Trained(IsTrained, GetType().Name);
        return count;
    }
}
