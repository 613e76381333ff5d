using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>
/// Takes components over in another order, drops some, or fills up with zeros, e.g. to reach a multiple of the number of sub-quantizers. FAISS:
/// <c>RemapDimensionsTransform</c>, <c>Pad{d}</c>.
/// </summary>
public sealed class RemapDimensionsTransform : VectorTransform
{
    private const int Block = 1024;

    private readonly int[] _map;

    /// <summary>Keeps the first components and fills up with zeros, or spreads them evenly.</summary>
    /// <param name="inputDimension">Components of a vector that goes in.</param>
    /// <param name="outputDimension">Components of a vector that comes out.</param>
    /// <param name="isUniform">Whether the components that are taken, or the zeros that are put in, are spread evenly; else they come last.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is out of range.</exception>
    public RemapDimensionsTransform(int inputDimension, int outputDimension, bool isUniform = false)
        : base(inputDimension, outputDimension)
    {
        _map = new int[outputDimension];
        Array.Fill(_map, -1);
        for (int i = 0; i < Math.Min(inputDimension, outputDimension); i++)
        {
            if (!isUniform)
                _map[i] = i;
            else if (inputDimension < outputDimension)
                _map[(int)((long)i * outputDimension / inputDimension)] = i;
            else
                _map[i] = (int)((long)i * inputDimension / outputDimension);
        }
    }

    /// <summary>Takes components from where a map says.</summary>
    /// <param name="inputDimension">Components of a vector that goes in.</param>
    /// <param name="map">For each component that comes out the number of that which goes in, or −1 for zero.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is out of range.</exception>
    /// <exception cref="ArgumentException">The map takes a component that there is not.</exception>
    public RemapDimensionsTransform(int inputDimension, ReadOnlySpan<int> map)
        : base(inputDimension, map.Length)
    {
        foreach (int from in map)
        {
            if (from < -1 || from >= inputDimension)
                throw new ArgumentException($"The map takes component {from}, but there are only {inputDimension}.", nameof(map));
        }
        _map = map.ToArray();
    }

    /// <summary>For each component that comes out the number of that which goes in, or −1 for zero.</summary>
    public ReadOnlySpan<int> Map => _map;

    /// <inheritdoc/>
    public override bool IsTrained => true;

    /// <summary>Always; components that were dropped come back as zeros.</summary>
    public override bool CanReverse => true;

    /// <summary><c>Pad{d}</c> where the first components stay in place, else <c>Remap{d}</c>, which FAISS's factory does not know.</summary>
    public override string Description => IsPadding ? $"Pad{OutputDimension}" : $"Remap{OutputDimension}";

    private bool IsPadding
        => OutputDimension >= InputDimension && _map.AsSpan(InputDimension).IndexOfAnyExcept(-1) < 0
            && _map.AsSpan(0, InputDimension).SequenceEqual(Enumerable.Range(0, InputDimension).ToArray());

    internal override void Train(Rows<float> vectors, BuildOptions options)
    {
        // Nothing depends on the sample.
    }

    internal override void Forget()
    {
        // Nothing was learned.
    }

    internal override void Apply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => ParallelRange.Run(new Job(from, to, _map, isReverse: false), from.Count, Block, maxDegreeOfParallelism, cancellationToken);

    internal override void ReverseApply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => ParallelRange.Run(new Job(from, to, _map, isReverse: true), from.Count, Block, maxDegreeOfParallelism, cancellationToken);

    internal override bool IsSameAs(VectorTransform other)
        => other is RemapDimensionsTransform same && same.InputDimension == InputDimension && Map.SequenceEqual(same.Map);

    private readonly struct Job(Rows<float> from, Rows<float> to, int[] map, bool isReverse) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (long i = start; i < end; i++)
            {
                ReadOnlySpan<float> source = from[i];
                Span<float> target = to[i];
                if (isReverse)
                    target.Clear();
                for (int j = 0; j < map.Length; j++)
                {
                    if (!isReverse)
                        target[j] = map[j] < 0 ? 0 : source[map[j]];
                    else if (map[j] >= 0)
                        target[map[j]] = source[j];
                }
            }
        }
    }
}
