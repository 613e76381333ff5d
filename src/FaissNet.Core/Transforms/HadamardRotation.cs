using System.Numerics;
using System.Numerics.Tensors;
using FaissNet.Clustering;
using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>
/// A random rotation that takes d·log d additions instead of d² products, into the next power of two of dimensions: three times random signs
/// followed by a Walsh–Hadamard transform. FAISS: <c>HadamardRotation</c> (since 1.14.1), <c>HR[{seed}]</c>.
/// </summary>
/// <remarks>
/// y = H·s₃·H·s₂·H·s₁·pad(x) / (p·√p), p the power of two; the signs follow from the seed alone, so files hold nothing else. FAISS does not reverse it;
/// here the transpose does.
/// </remarks>
public sealed class HadamardRotation : VectorTransform
{
    /// <summary>FAISS's seed where none is given.</summary>
    public const int DefaultSeed = 12345;

    private const int Block = 256;
    private const int Rounds = 3;

    private float[]? _signs;

    /// <summary>A rotation that is ready.</summary>
    /// <param name="dimension">Components of a vector that goes in, at most 2²⁰.</param>
    /// <param name="seed">Which rotation.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is out of range.</exception>
    public HadamardRotation(int dimension, uint seed = DefaultSeed)
        : base(dimension, (int)BitOperations.RoundUpToPowerOf2((uint)Guard.Dimension(dimension)))
        => Seed = seed;

    /// <summary>Which rotation.</summary>
    public uint Seed { get; }

    /// <inheritdoc/>
    public override bool IsTrained => true;

    /// <inheritdoc/>
    public override bool CanReverse => true;

    /// <inheritdoc/>
    public override string Description => Seed == DefaultSeed ? "HR" : $"HR{Seed}";

    internal override void Train(Rows<float> vectors, BuildOptions options)
    {
        // Nothing depends on the sample.
    }

    internal override void Forget()
    {
        // Nothing was learned.
    }

    internal override void Apply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => ParallelRange.Run(new ApplyJob(from, to, Signs), from.Count, Block, maxDegreeOfParallelism, cancellationToken);

    internal override void ReverseApply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => ParallelRange.Run(new ReverseJob(from, to, Signs), from.Count, Block, maxDegreeOfParallelism, cancellationToken);

    internal override bool IsSameAs(VectorTransform other)
        => other is HadamardRotation same && same.Seed == Seed && same.InputDimension == InputDimension;

    /// <summary>Three signs per component that comes out; made when first needed, because a file names nothing but the seed.</summary>
    private float[] Signs => _signs ?? LazyInitializer.EnsureInitialized(ref _signs, CreateSigns);

    private float[] CreateSigns()
    {
        var random = new SplitMix64(Seed);
        var signs = new float[Rounds * OutputDimension];
        for (int i = 0; i < signs.Length; i++)
            signs[i] = random.Next() % 2 == 0 ? -1 : 1;
        return signs;
    }

    private static float Scale(int width) => 1 / (width * MathF.Sqrt(width));

    private readonly struct ApplyJob(Rows<float> from, Rows<float> to, float[] signs) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (long i = start; i < end; i++)
            {
                Span<float> row = to[i];
                from[i].CopyTo(row);
                row[from.Width..].Clear();
                for (int round = 0; round < Rounds; round++)
                {
                    TensorPrimitives.Multiply(row, signs.AsSpan(round * row.Length, row.Length), row);
                    WalshHadamard.Transform(row);
                }
                TensorPrimitives.Multiply(row, Scale(row.Length), row);
            }
        }
    }

    private readonly struct ReverseJob(Rows<float> from, Rows<float> to, float[] signs) : IRangeJob
    {
        public void Run(long start, long end)
        {
            using var scratch = new Scratch<float>(1, from.Width);
            Span<float> row = scratch.Rows[0];
            for (long i = start; i < end; i++)
            {
                from[i].CopyTo(row);
                for (int round = Rounds - 1; round >= 0; round--)
                {
                    WalshHadamard.Transform(row);
                    TensorPrimitives.Multiply(row, signs.AsSpan(round * row.Length, row.Length), row);
                }
                TensorPrimitives.Multiply(row[..to.Width], Scale(row.Length), to[i]);
            }
        }
    }
}
