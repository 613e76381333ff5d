using System.Diagnostics.CodeAnalysis;
using System.Numerics.Tensors;
using System.Runtime.CompilerServices;

namespace FaissNet;

/// <summary>The checks of arguments that every index and quantizer makes, and every sentence that they fail with.</summary>
internal static class Guard
{
    /// <summary>Largest dimension that FAISS's own reader accepts.</summary>
    public const int MaxDimension = 1 << 20;

    /// <summary>Largest block of a fast scan; FAISS has kernels for much smaller ones only.</summary>
    public const int MaxBlockSize = 1 << 16;

    public static int Dimension(int dimension, [CallerArgumentExpression(nameof(dimension))] string? name = null)
    {
        if (dimension is < 1 or > MaxDimension)
            throw new ArgumentOutOfRangeException(name, dimension, $"The dimension must be between 1 and {MaxDimension}.");
        return dimension;
    }

    /// <summary>The value, where a constructor must use it before its body runs.</summary>
    public static T NotNull<T>(T value, [CallerArgumentExpression(nameof(value))] string? name = null)
        where T : class
    {
        ArgumentNullException.ThrowIfNull(value, name);
        return value;
    }

    public static int BitDimension(int dimension, [CallerArgumentExpression(nameof(dimension))] string? name = null)
    {
        if (dimension is < 8 or > MaxDimension || dimension % 8 != 0)
            throw new ArgumentOutOfRangeException(name, dimension, $"The number of bits must be a multiple of 8 between 8 and {MaxDimension}.");
        return dimension;
    }

    public static Metric Metric(Metric metric, [CallerArgumentExpression(nameof(metric))] string? name = null)
    {
        if (metric is not (FaissNet.Metric.L2 or FaissNet.Metric.InnerProduct))
            throw new ArgumentOutOfRangeException(name, metric, "The metric must be L2 or InnerProduct.");
        return metric;
    }

    /// <summary>Vectors per block of a fast scan.</summary>
    public static int BlockSize(int blockSize, [CallerArgumentExpression(nameof(blockSize))] string? name = null)
    {
        if (blockSize is < 32 or > MaxBlockSize || blockSize % 32 != 0)
            throw new ArgumentOutOfRangeException(name, blockSize, $"The size of blocks must be a multiple of 32 between 32 and {MaxBlockSize}.");
        return blockSize;
    }

    /// <summary>Number of rows in a row-major span.</summary>
    public static int RowCount(int length, int width, string name)
    {
        if (length % width != 0)
            throw new ArgumentException($"Expected rows of {width} values, but the {length} values given are not a multiple of that.", name);
        return length / width;
    }

    public static void Length(int length, long expected, string what, string name)
    {
        if (length != expected)
            throw new ArgumentException($"Expected {expected} values for {what}, but got {length}.", name);
    }

    public static void K(int k)
    {
        if (k < 1)
            throw new ArgumentOutOfRangeException(nameof(k), k, "The number of neighbours k must be at least 1.");
    }

    public static void Options(SearchOptions options, int queryCount)
    {
        if (options.NProbe is < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.NProbe, "NProbe must be at least 1.");
        if (!options.NProbes.IsEmpty && options.NProbes.Length != queryCount)
            throw new ArgumentException($"NProbes has {options.NProbes.Length} numbers, but there are {queryCount} queries.", nameof(options));
        foreach (int nProbe in options.NProbes.Span)
        {
            if (nProbe < 1)
                throw new ArgumentOutOfRangeException(nameof(options), nProbe, "Each of NProbes must be at least 1.");
        }
        if (options.MaxCodes is < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.MaxCodes, "MaxCodes must be at least 1.");
        if (options.EfSearch is < 1)
            throw new ArgumentOutOfRangeException(nameof(options), options.EfSearch, "EfSearch must be at least 1.");
        if (options.RefineFactor is { } factor && !(factor >= 1 && float.IsFinite(factor)))
            throw new ArgumentOutOfRangeException(nameof(options), factor, "RefineFactor must be a finite number of at least 1.");
        if (options.TargetRetention is { } target && !(target > 0 && double.IsFinite(target)))
            throw new ArgumentOutOfRangeException(nameof(options), target, "TargetRetention must be positive and finite.");
        if (options.QueryBits is < 0 or > RaBitQuantizer.MaxQueryBits)
            throw new ArgumentOutOfRangeException(nameof(options), options.QueryBits, $"QueryBits must be between 0 and {RaBitQuantizer.MaxQueryBits}.");
    }

    /// <summary>Checks samples of queries.</summary>
    public static void Queries(IReadOnlyList<QuerySample> samples, int dimension)
    {
        for (int i = 0; i < samples.Count; i++)
        {
            QuerySample sample = NotNull(samples[i], nameof(samples));
            ArgumentException.ThrowIfNullOrEmpty(sample.Modality, nameof(samples));
            if (RowCount(sample.Vectors.Length, dimension, nameof(samples)) == 0)
                throw new ArgumentException($"The sample of {sample.Modality} queries is empty.", nameof(samples));
            Finite(sample.Vectors.Span, dimension, nameof(samples));
            for (int j = 0; j < i; j++)
            {
                if (samples[j].Modality == sample.Modality)
                    throw new ArgumentException($"There are two samples of {sample.Modality} queries.", nameof(samples));
            }
        }
    }

    public static void Radius(float radius)
    {
        if (float.IsNaN(radius))
            throw new ArgumentException("The radius is NaN.", nameof(radius));
    }

    /// <summary>Refuses NaN and infinities: one such value would make every distance to its vector meaningless.</summary>
    public static void Finite(ReadOnlySpan<float> vectors, int width, string name)
    {
        // Of no values at all, TensorPrimitives says that they are not finite.
        if (vectors.IsEmpty || TensorPrimitives.IsFiniteAll(vectors))
            return;
        int at = 0;
        while (float.IsFinite(vectors[at]))
            at++;
        throw new ArgumentException($"Row {at / width} has the value {vectors[at]} at dimension {at % width}; all values must be finite.", name);
    }

    public static void Trained([DoesNotReturnIf(false)] bool isTrained, string type)
    {
        if (!isTrained)
            throw new InvalidOperationException($"The {type} is not trained; call Train with a sample of the vectors first.");
    }

    /// <summary>Refuses ids among which −1 is, or one twice.</summary>
    public static void DistinctIds(ReadOnlySpan<long> ids)
    {
        if (ids.Contains(-1))
            throw new ArgumentException("The id −1 means \"missing\" in results and cannot be stored.", nameof(ids));
        var seen = new HashSet<long>(ids.Length);
        foreach (long id in ids)
        {
            if (!seen.Add(id))
                throw new ArgumentException($"The id {id} comes twice.", nameof(ids));
        }
    }

    public static ArgumentOutOfRangeException NoSuchId(long id, string name = "id")
        => new(name, id, "The index holds no vector with this id.");
}
