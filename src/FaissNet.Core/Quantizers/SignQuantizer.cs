using System.Runtime.Intrinsics;
using FaissNet.Quantizers;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>
/// Keeps one bit per component: whether it reaches a threshold. Codes are compared with the Hamming distance. The bits are those of FAISS's
/// <c>IndexLSH</c> without rotation.
/// </summary>
/// <remarks>
/// Bit i is bit i mod 8, lowest first, of byte i / 8, set where xᵢ ≥ thresholdᵢ (so 0 ≥ 0 sets it); bits after the last component are zero.
/// A bit comes back as threshold ± spread, where the spread of a component is its mean absolute distance from the threshold over the training
/// sample, and 1 where nothing was trained.
/// </remarks>
public sealed class SignQuantizer : Quantizer
{
    private const int CodeBlock = 1024;

    private float[] _thresholds = [];
    private float[] _spreads = [];

    /// <summary>A quantizer to be trained, or ready where the threshold is zero.</summary>
    /// <param name="dimension">Components of a vector: d.</param>
    /// <param name="threshold">What components are compared with.</param>
    /// <exception cref="ArgumentOutOfRangeException">The dimension is out of range, or the threshold is not one of the enumeration.</exception>
    public SignQuantizer(int dimension, SignThreshold threshold = SignThreshold.Zero)
        : base(dimension)
    {
        if (!Enum.IsDefined(threshold))
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "The threshold must be one of SignThreshold.");
        Threshold = threshold;
        if (threshold == SignThreshold.Zero)
            SetThresholds(new float[dimension]);
    }

    /// <summary>What components are compared with.</summary>
    public SignThreshold Threshold { get; }

    /// <inheritdoc/>
    public override int CodeSize => (Dimension + 7) / 8;

    /// <inheritdoc/>
    public override bool IsTrained => _thresholds.Length != 0;

    /// <summary>The d thresholds; empty while untrained.</summary>
    public ReadOnlySpan<float> Thresholds => _thresholds;

    /// <summary>Takes over thresholds, as they stand in a file; decoding then gives threshold ± 1, as FAISS does.</summary>
    internal void SetThresholds(float[] thresholds)
    {
        var spreads = new float[Dimension];
        Array.Fill(spreads, 1);
        SetThresholds(thresholds, spreads);
    }

    internal override void Train(Rows<float> vectors, BuildOptions options)
    {
        if (Threshold == SignThreshold.Zero)
            return;
        if (vectors.IsEmpty)
            throw new ArgumentException("Training a sign quantizer takes at least one vector, but none were given.", nameof(vectors));
        var thresholds = new float[Dimension];
        var spreads = new float[Dimension];
        var progress = new BuildCounter(options, "sign quantizer", Dimension);
        ParallelRange.Run(
            new TrainJob(vectors, Threshold, thresholds, spreads),
            Dimension, 1, options.MaxDegreeOfParallelism, options.CancellationToken, progress.Add);
        SetThresholds(thresholds, spreads);
    }

    internal override void Encode(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
    {
        var progress = new BuildCounter(options, "encoding", vectors.Count);
        ParallelRange.Run(
            new EncodeJob(_thresholds, vectors, codes),
            vectors.Count, CodeBlock, options.MaxDegreeOfParallelism, options.CancellationToken, progress.Add);
    }

    /// <summary>Encodes queries; on one thread it allocates nothing.</summary>
    internal void EncodeQueries(Rows<float> queries, Rows<byte> codes, SearchOptions options)
        => ParallelRange.Run(
            new EncodeJob(_thresholds, queries, codes), queries.Count, CodeBlock, options.MaxDegreeOfParallelism, options.CancellationToken);

    internal override void Decode(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
    {
        Action<long>? progress = BuildCounter.For(options, "decoding", vectors.Count);
        ParallelRange.Run(
            new DecodeJob(_thresholds, _spreads, codes, vectors),
            codes.Count, CodeBlock, options.MaxDegreeOfParallelism, options.CancellationToken, progress);
    }

    private void SetThresholds(float[] thresholds, float[] spreads)
    {
        if (thresholds.Length != Dimension)
            throw new ArgumentException($"Expected {Dimension} thresholds, but got {thresholds.Length}.", nameof(thresholds));
        _thresholds = thresholds;
        _spreads = spreads;
    }

    private readonly struct TrainJob(Rows<float> x, SignThreshold threshold, float[] thresholds, float[] spreads) : IRangeJob
    {
        public void Run(long start, long end)
        {
            using var column = new AlignedBuffer<float>(x.Count);
            Span<float> values = column.AsRows(1).AsSpan();
            for (int j = (int)start; j < end; j++)
            {
                for (int i = 0; i < values.Length; i++)
                    values[i] = x[i][j];
                thresholds[j] = threshold == SignThreshold.Mean ? Mean(values) : Median(values);
                spreads[j] = Spread(values, thresholds[j]);
            }
        }

        private static float Mean(ReadOnlySpan<float> values)
        {
            double sum = 0;
            foreach (float value in values)
                sum += value;
            return (float)(sum / values.Length);
        }

        private static float Median(Span<float> values)
        {
            values.Sort();
            int middle = values.Length / 2;
            return values.Length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
        }

        private static float Spread(ReadOnlySpan<float> values, float center)
        {
            double sum = 0;
            foreach (float value in values)
                sum += Math.Abs((double)value - center);
            return (float)(sum / values.Length);
        }
    }

    private readonly struct EncodeJob(float[] thresholds, Rows<float> vectors, Rows<byte> codes) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (long i = start; i < end; i++)
                EncodeRow(vectors[i], codes[i]);
        }

        private void EncodeRow(ReadOnlySpan<float> vector, Span<byte> code)
        {
            int whole = vector.Length / 8;
            for (int b = 0; b < whole; b++)
            {
                Vector256<float> values = Vector256.Create(vector.Slice(8 * b, 8));
                Vector256<float> limits = Vector256.Create(thresholds.AsSpan(8 * b, 8));
                code[b] = (byte)Vector256.GreaterThanOrEqual(values, limits).ExtractMostSignificantBits();
            }
            if (whole == code.Length)
                return;
            code[whole] = 0;
            for (int i = 8 * whole; i < vector.Length; i++)
                code[whole] |= (byte)(vector[i] >= thresholds[i] ? 1 << (i & 7) : 0);
        }
    }

    private readonly struct DecodeJob(float[] thresholds, float[] spreads, Rows<byte> codes, Rows<float> vectors) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (long i = start; i < end; i++)
            {
                ReadOnlySpan<byte> code = codes[i];
                Span<float> vector = vectors[i];
                for (int j = 0; j < vector.Length; j++)
                    vector[j] = (code[j >> 3] >> (j & 7) & 1) != 0 ? thresholds[j] + spreads[j] : thresholds[j] - spreads[j];
            }
        }
    }
}
