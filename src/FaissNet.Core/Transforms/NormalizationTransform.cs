using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>
/// Scales every vector to length 1, so that the inner product becomes the cosine. A zero vector stays as it is. FAISS:
/// <c>NormalizationTransform</c>, <c>L2norm</c>.
/// </summary>
/// <remarks>Lengths are not kept, so reversing gives back the scaled vectors, as FAISS does.</remarks>
public sealed class NormalizationTransform : VectorTransform
{
    private const int Block = 1024;

    /// <summary>A transform that is ready.</summary>
    /// <param name="dimension">Components of a vector.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is out of range.</exception>
    public NormalizationTransform(int dimension)
        : base(dimension, dimension)
    {
    }

    /// <inheritdoc/>
    public override bool IsTrained => true;

    /// <inheritdoc/>
    public override bool CanReverse => true;

    /// <inheritdoc/>
    public override string Description => "L2norm";

    internal override void Train(Rows<float> vectors, BuildOptions options)
    {
        // Nothing depends on the sample.
    }

    internal override void Forget()
    {
        // Nothing was learned.
    }

    internal override void Apply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => ParallelRange.Run(new Job(from, to, scales: true), from.Count, Block, maxDegreeOfParallelism, cancellationToken);

    internal override void ReverseApply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => ParallelRange.Run(new Job(from, to, scales: false), from.Count, Block, maxDegreeOfParallelism, cancellationToken);

    internal override bool IsSameAs(VectorTransform other) => other is NormalizationTransform;

    private readonly struct Job(Rows<float> from, Rows<float> to, bool scales) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (long i = start; i < end; i++)
            {
                from[i].CopyTo(to[i]);
                if (scales)
                    UnitLength.Scale(to[i]);
            }
        }
    }
}
