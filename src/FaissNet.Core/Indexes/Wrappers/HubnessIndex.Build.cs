using System.Numerics.Tensors;
using FaissNet.Storage;

namespace FaissNet;

public sealed partial class HubnessIndex
{
    // Decoded vectors that are compared with the sample at a time.
    private const int Block = 4096;

    // Vectors from which the range of penalties is learned.
    private const int MostRangeVectors = 20_000;

    // Vectors that are added later may lie somewhat outside what the sample showed.
    private const float RangeMargin = 0.1f;

    /// <summary>Gives the sample of queries again, which adding to a loaded index needs.</summary>
    /// <param name="queries">m × d, row-major: the same queries as in training, or more of their kind.</param>
    /// <param name="options">Threads and cancellation.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of d, a value is not finite, or there is no query.</exception>
    /// <exception cref="InvalidOperationException">The index is not trained; training takes the queries.</exception>
    public void LearnQueries(ReadOnlySpan<float> queries, BuildOptions? options = null)
    {
        CheckChange();
        ThrowIfNotTrained();
        var sample = new QuerySample(queries.ToArray());
        Guard.Queries([sample], Dimension);
        VectorIndex learned = Sampled((options ?? BuildOptions.Default) with { Queries = [sample] });
        _sample?.Dispose();
        _sample = learned;
    }

    private protected override void TrainCore(Rows<float> vectors, BuildOptions options)
    {
        if (options.Queries.Count == 0)
        {
            throw new ArgumentException(
                $"{Description} learns from queries as well; give a sample of them in {nameof(BuildOptions)}.{nameof(BuildOptions.Queries)}.",
                nameof(options));
        }
        Inner.TrainInner(vectors, options);
        VectorIndex sample = Sampled(options);
        try
        {
            LearnRange(sample, vectors.Slice(0, Math.Min(vectors.Count, MostRangeVectors)), options);
        }
        catch
        {
            sample.Dispose();
            throw;
        }
        _sample?.Dispose();
        _sample = sample;
        HasPenalties = true;
    }

    private protected override unsafe void AddCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
    {
        if (ids.Count > 0)
            throw IdsNotSupported();
        VectorIndex sample = RequireSample();
        using var penalties = new AlignedBuffer<float>(vectors.Count);
        Penalties(sample, vectors, penalties.Pointer, options);
        long first = Inner.Count;
        _penalties.EnsureCapacity(first + vectors.Count);
        Inner.AddInner(vectors, ids, options);
        _penalties.Resize(Math.Max(_penalties.Count, first + vectors.Count));
        for (long i = 0; i < vectors.Count; i++)
            _penalties.Pointer[first + i] = LevelOf(penalties.Pointer[i]);
    }

    private protected override unsafe long RemoveCore(IdFilter filter)
    {
        if (Inner.Store is IvfIndex)
            throw new NotSupportedException($"{Description} cannot remove vectors: inverted files leave gaps between ids, and penalties are numbered like the vectors.");
        long removed = Inner.RemoveInner(filter);
        long kept = 0;
        for (long i = 0; i < _penalties.Count; i++)
        {
            if (!filter.Contains(i))
                _penalties.Pointer[kept++] = _penalties.Pointer[i];
        }
        _penalties.Resize(kept);
        return removed;
    }

    internal override void RequireMergeable(VectorIndex other, long idShift)
    {
        HubnessIndex source = MergeChecks.SameType(this, other);
        if (Inner.Store is IvfIndex)
            throw new NotSupportedException("Penalties are numbered like the vectors, and merging inverted files numbers vectors anew.");
        if (source._low != _low || source._step != _step || source._lambda != _lambda)
            throw new ArgumentException($"Cannot merge {other} into {this}: their penalties were learned apart.", nameof(other));
        Inner.RequireMergeable(source.Inner, idShift);
    }

    private protected override unsafe void MergeCore(VectorIndex other, long idShift)
    {
        RequireMergeable(other, idShift);
        var source = (HubnessIndex)other;
        _penalties.EnsureCapacity(_penalties.Count + source._penalties.Count);
        Inner.MergeInner(source.Inner, idShift);
        _penalties.Append(source._penalties.AsRows(1));
        source._penalties.Clear();
    }

    private protected override void ResetCore()
    {
        Inner.ResetInner();
        _penalties.Clear();
    }

    private protected override unsafe void EncodeCore(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
    {
        using var inner = new AlignedBuffer<byte>(vectors.Count * Inner.CodeSize);
        using var penalties = new AlignedBuffer<float>(vectors.Count);
        Rows<byte> innerRows = inner.AsRows(Inner.CodeSize);
        Inner.EncodeInner(vectors, innerRows, options);
        Penalties(RequireSample(), vectors, penalties.Pointer, options);
        for (long i = 0; i < vectors.Count; i++)
        {
            innerRows[i].CopyTo(codes[i]);
            codes[i][^1] = LevelOf(penalties.Pointer[i]);
        }
    }

    private protected override void DecodeCore(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
    {
        using var inner = new AlignedBuffer<byte>(codes.Count * Inner.CodeSize);
        Rows<byte> innerRows = inner.AsRows(Inner.CodeSize);
        for (long i = 0; i < codes.Count; i++)
            codes[i][..^1].CopyTo(innerRows[i]);
        Inner.DecodeInner(innerRows, vectors, options);
    }

    private VectorIndex RequireSample() => _sample ?? throw new InvalidOperationException(
        $"The sample of queries is not saved with an index; give it to {nameof(LearnQueries)} before adding to one that was loaded.");

    /// <summary>The sample of queries as they meet the codes: behind all transforms.</summary>
    private VectorIndex Sampled(BuildOptions options)
    {
        VectorIndex index = Scoring(Inner);
        for (; index is PreTransformIndex transformed; index = Scoring(transformed.Inner))
            options = transformed.Behind(options);
        VectorIndex sample = index is LshIndex signs ? signs.EmptyCopy() : new FlatIndex(index.Dimension, Metric.InnerProduct);
        foreach (QuerySample queries in options.Queries)
            sample.Add(queries.Vectors.Span, options with { Queries = [] });
        return sample;
    }

    private static VectorIndex Scoring(VectorIndex index) => index is RefineIndex refine ? refine.RefineStore : index;

    private unsafe void LearnRange(VectorIndex sample, Rows<float> vectors, BuildOptions options)
    {
        var penalties = new float[vectors.Count];
        fixed (float* pointer = penalties)
            Penalties(sample, vectors, pointer, options);
        float least = TensorPrimitives.Min<float>(penalties), most = TensorPrimitives.Max<float>(penalties);
        float margin = (most - least) * RangeMargin;
        _low = least - margin;
        _step = (most - least + 2 * margin) / Levels;
    }

    private byte LevelOf(float penalty)
        => _step > 0 ? (byte)Math.Clamp(MathF.Round((penalty - _low) / _step), 0, Levels) : (byte)0;

    /// <summary>The mean score of each vector, as its code will have it, with the queries that like it best.</summary>
    private unsafe void Penalties(VectorIndex sample, Rows<float> vectors, float* penalties, BuildOptions options)
    {
        int k = (int)Math.Min(Neighbours, sample.Count);
        var search = new SearchOptions { MaxDegreeOfParallelism = options.MaxDegreeOfParallelism, CancellationToken = options.CancellationToken };
        using var decoded = new Scratch<float>(Block, sample.Dimension);
        using var scores = new Scratch<float>(Block, k);
        using var ids = new Scratch<long>(Block, k);
        for (long start = 0; start < vectors.Count; start += Block)
        {
            long count = Math.Min(Block, vectors.Count - start);
            Rows<float> rows = decoded.Rows.Slice(0, count);
            DecodedBehindTransforms(Inner, vectors.Slice(start, count), rows, options);
            sample.SearchInner(rows, scores.Rows.Slice(0, count), ids.Rows.Slice(0, count), search);
            float share = sample.Metric == Metric.InnerProduct ? 1f / k : -1f / k;
            for (long i = 0; i < count; i++)
                penalties[start + i] = TensorPrimitives.Sum<float>(scores.Rows[i]) * share;
        }
    }

    /// <summary>What codes make of vectors. Vectors whose signs are compared stay as they are: the sample takes their signs itself.</summary>
    private static void DecodedBehindTransforms(VectorIndex index, Rows<float> vectors, Rows<float> decoded, BuildOptions options)
    {
        index = Scoring(index);
        if (index is LshIndex)
        {
            vectors.AsSpan().CopyTo(decoded.AsSpan());
            return;
        }
        if (index is PreTransformIndex transformed)
        {
            using var behind = new AlignedBuffer<float>(vectors.Count * transformed.Inner.Dimension);
            Rows<float> rows = behind.AsRows(transformed.Inner.Dimension);
            transformed.Transform(vectors, rows, options);
            DecodedBehindTransforms(transformed.Inner, rows, decoded, options);
            return;
        }
        using var codes = new AlignedBuffer<byte>(vectors.Count * index.CodeSize);
        Rows<byte> codeRows = codes.AsRows(index.CodeSize);
        index.EncodeInner(vectors, codeRows, options);
        index.DecodeInner(codeRows, decoded, options);
    }
}
