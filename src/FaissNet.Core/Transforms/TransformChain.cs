using FaissNet.Storage;

namespace FaissNet;

/// <summary>Several transforms, one after the other: what comes out of one goes into the next.</summary>
public sealed class TransformChain : VectorTransform
{
    private readonly VectorTransform[] _transforms;
    private readonly int _widest;

    /// <summary>Puts transforms together; they become part of the chain.</summary>
    /// <param name="transforms">At least one, in the order in which they are applied.</param>
    /// <exception cref="ArgumentException">There is none, or one does not take what the one before it gives.</exception>
    public TransformChain(params ReadOnlySpan<VectorTransform> transforms)
        : base(First(transforms).InputDimension, transforms[^1].OutputDimension)
    {
        for (int i = 1; i < transforms.Length; i++)
        {
            if (transforms[i].InputDimension != transforms[i - 1].OutputDimension)
                throw new ArgumentException($"{transforms[i]} cannot follow {transforms[i - 1]}: the dimensions differ.", nameof(transforms));
        }
        _transforms = transforms.ToArray();
        _widest = _transforms.Max(transform => Math.Max(transform.InputDimension, transform.OutputDimension));
    }

    /// <summary>The transforms, in the order in which they are applied.</summary>
    public IReadOnlyList<VectorTransform> Transforms => _transforms;

    /// <inheritdoc/>
    public override bool IsTrained => Array.TrueForAll(_transforms, transform => transform.IsTrained);

    /// <inheritdoc/>
    public override bool CanReverse => Array.TrueForAll(_transforms, transform => transform.CanReverse);

    /// <inheritdoc/>
    public override string Description => string.Join(',', _transforms.Select(transform => transform.Description));

    internal override bool KeepsOnlyInnerProducts => Array.Exists(_transforms, transform => transform.KeepsOnlyInnerProducts);

    /// <summary>Trains those that are not trained yet, each on what comes out of the one before it, as FAISS does.</summary>
    internal override void Train(Rows<float> vectors, BuildOptions options) => TrainMissing(vectors, options);

    /// <summary>Trains those that are not trained yet and tells which they were.</summary>
    internal List<VectorTransform> TrainMissing(Rows<float> vectors, BuildOptions options)
    {
        var trained = new List<VectorTransform>();
        try
        {
            Train(vectors, _transforms, trained, options);
            return trained;
        }
        catch
        {
            trained.ForEach(transform => transform.Forget());
            throw;
        }
    }

    internal override void Forget() => Array.ForEach(_transforms, transform => transform.Forget());

    internal override VectorTransform Clone() => new TransformChain(Array.ConvertAll(_transforms, transform => transform.Clone()));

    internal override void Apply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
        => Apply(new Steps(_transforms, maxDegreeOfParallelism, cancellationToken), from, to);

    internal override void ApplyToQueries(Rows<float> from, Rows<float> to, SearchOptions options)
        => Apply(new QuerySteps(_transforms, options), from, to);

    internal override void ReverseApply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        foreach (VectorTransform transform in _transforms)
        {
            if (!transform.CanReverse)
                throw NotReversible($"{transform.Description} cannot");
        }
        Apply(new ReverseSteps(_transforms, maxDegreeOfParallelism, cancellationToken), from, to);
    }

    internal override string DescribeBefore(string following)
        => string.Join(',', _transforms.Select(transform => transform.DescribeBefore(following)));

    internal override bool IsSameAs(VectorTransform other)
        => other is TransformChain chain && chain._transforms.Length == _transforms.Length
            && _transforms.Zip(chain._transforms).All(pair => pair.First.IsSameAs(pair.Second));

    private static void Train(Rows<float> vectors, ReadOnlySpan<VectorTransform> transforms, List<VectorTransform> trained, BuildOptions options)
    {
        VectorTransform first = transforms[0];
        if (!first.IsTrained)
        {
            first.Train(vectors, options);
            trained.Add(first);
        }
        ReadOnlySpan<VectorTransform> rest = transforms[1..];
        bool done = true;
        foreach (VectorTransform transform in rest)
            done &= transform.IsTrained;
        if (done)
            return;
        using var next = new AlignedBuffer<float>(vectors.Count * first.OutputDimension);
        Rows<float> rows = next.AsRows(first.OutputDimension);
        first.Apply(vectors, rows, options.MaxDegreeOfParallelism, options.CancellationToken);
        Train(rows, rest, trained, first.Behind(options));
    }

    /// <summary>Two scratches take turns, so that only the last step writes to the result.</summary>
    private void Apply<TSteps>(TSteps steps, Rows<float> from, Rows<float> to)
        where TSteps : struct, ISteps
    {
        int last = _transforms.Length - 1;
        if (last == 0)
        {
            steps.Run(0, from, to);
            return;
        }
        using var odd = new Scratch<float>(from.Count, _widest);
        using var even = new Scratch<float>(last > 1 ? from.Count : 0, _widest);
        for (int i = 0; i <= last; i++)
        {
            Rows<float> target = i == last ? to : As((i & 1) == 0 ? odd.Rows : even.Rows, from.Count, steps.Width(i));
            steps.Run(i, from, target);
            from = target;
        }
    }

    private static unsafe Rows<float> As(Rows<float> scratch, long count, int width) => new(scratch.Pointer, count, width);

    private static VectorTransform First(ReadOnlySpan<VectorTransform> transforms)
    {
        foreach (VectorTransform transform in transforms)
            ArgumentNullException.ThrowIfNull(transform, nameof(transforms));
        return transforms.IsEmpty ? throw new ArgumentException("A chain needs at least one transform.", nameof(transforms)) : transforms[0];
    }

    /// <summary>The steps of one way through the chain.</summary>
    private interface ISteps
    {
        int Width(int step);

        void Run(int step, Rows<float> from, Rows<float> to);
    }

    private readonly struct Steps(VectorTransform[] transforms, int threads, CancellationToken cancellationToken) : ISteps
    {
        public int Width(int step) => transforms[step].OutputDimension;

        public void Run(int step, Rows<float> from, Rows<float> to) => transforms[step].Apply(from, to, threads, cancellationToken);
    }

    private readonly struct QuerySteps(VectorTransform[] transforms, SearchOptions options) : ISteps
    {
        public int Width(int step) => transforms[step].OutputDimension;

        public void Run(int step, Rows<float> from, Rows<float> to) => transforms[step].ApplyToQueries(from, to, options);
    }

    private readonly struct ReverseSteps(VectorTransform[] transforms, int threads, CancellationToken cancellationToken) : ISteps
    {
        public int Width(int step) => transforms[^(step + 1)].InputDimension;

        public void Run(int step, Rows<float> from, Rows<float> to) => transforms[^(step + 1)].ReverseApply(from, to, threads, cancellationToken);
    }
}
