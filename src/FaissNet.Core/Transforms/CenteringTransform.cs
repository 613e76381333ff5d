using System.Numerics.Tensors;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>Subtracts a vector, by training the mean of the sample. FAISS: <c>CenteringTransform</c>; the factory string <c>Center</c> is one of this library alone.</summary>
public sealed class CenteringTransform : VectorTransform
{
    private const int Block = 1024;

    private float[] _mean = [];

    /// <summary>A transform to be trained.</summary>
    /// <param name="dimension">Components of a vector.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is out of range.</exception>
    public CenteringTransform(int dimension)
        : base(dimension, dimension)
    {
    }

    /// <summary>A transform that is ready.</summary>
    /// <param name="mean">What is subtracted.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of values is no dimension.</exception>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public CenteringTransform(ReadOnlySpan<float> mean)
        : this(mean.Length)
    {
        Guard.Finite(mean, mean.Length, nameof(mean));
        _mean = mean.ToArray();
    }

    /// <summary>What is subtracted; empty while untrained.</summary>
    public ReadOnlySpan<float> Mean => _mean;

    /// <inheritdoc/>
    public override bool IsTrained => _mean.Length > 0;

    /// <inheritdoc/>
    public override bool CanReverse => IsTrained;

    /// <summary><c>Center</c>, which FAISS's factory does not know.</summary>
    public override string Description => "Center";

    /// <summary>Takes over a mean, as it stands in a file.</summary>
    internal void SetMean(float[] mean) => _mean = mean;

    internal override void Train(Rows<float> vectors, BuildOptions options)
    {
        if (vectors.IsEmpty)
            throw new ArgumentException("Training a centering takes at least one vector, but none were given.", nameof(vectors));
        options.CancellationToken.ThrowIfCancellationRequested();
        _mean = ColumnMeans.Of(vectors);
    }

    internal override void Forget() => _mean = [];

    internal override void Apply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => ParallelRange.Run(new Job(from, to, _mean, adds: false), from.Count, Block, maxDegreeOfParallelism, cancellationToken);

    internal override void ReverseApply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => ParallelRange.Run(new Job(from, to, _mean, adds: true), from.Count, Block, maxDegreeOfParallelism, cancellationToken);

    internal override bool IsSameAs(VectorTransform other) => other is CenteringTransform same && Mean.SequenceEqual(same.Mean);

    private readonly struct Job(Rows<float> from, Rows<float> to, float[] mean, bool adds) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (long i = start; i < end; i++)
            {
                if (adds)
                    TensorPrimitives.Add(from[i], mean, to[i]);
                else
                    TensorPrimitives.Subtract(from[i], mean, to[i]);
            }
        }
    }
}
