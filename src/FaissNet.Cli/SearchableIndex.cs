using System.Numerics.Tensors;
using FaissNet.Evaluation;

namespace FaissNet.Cli;

/// <summary>An index file opened for searching, whether it holds float vectors or packed bits.</summary>
internal abstract class SearchableIndex : IDisposable
{
    /// <summary>Values of a query: components, or bytes of eight bits each.</summary>
    public abstract int QueryWidth { get; }

    public abstract long Count { get; }

    public abstract Engine Engine { get; }

    public abstract string DistanceName { get; }

    /// <summary>Opens a file with the engine asked for.</summary>
    public static SearchableIndex Open(string path, Engine engine, LoadOptions options)
        => IndexOpener.Inspect(path, options.CancellationToken).IsBinary
            ? new OfBits(IndexOpener.Named(path, () => FaissIndex.LoadBinary(path, options, engine)))
            : new OfFloats(IndexOpener.Named(path, () => FaissIndex.Load(path, options, engine)));

    /// <summary>Refuses queries that the index cannot take before any work is done.</summary>
    public void Check(VectorFile queries) => Check(queries, QueryWidth, this is OfBits);

    public static void Check(VectorFile queries, int width, bool isBinary)
    {
        if (queries.Dimension != width)
            throw new InvalidDataException($"{queries.Path} has rows of {queries.Dimension} values, the index takes queries of {width}.");
        if (isBinary && queries.ElementType != VectorElementType.UInt8)
        {
            throw new InvalidDataException(
                $"{queries.Path} has elements of type {queries.ElementType}; a binary index takes packed bits as uint8.");
        }
    }

    public abstract void Search(ReadOnlySpan<float> queries, int k, Span<float> distances, Span<long> ids, SearchOptions options);

    public abstract void Dispose();

    private sealed class OfFloats(VectorIndex index) : SearchableIndex
    {
        public override int QueryWidth => index.Dimension;

        public override long Count => index.Count;

        public override Engine Engine => index.Engine;

        public override string DistanceName => index.Metric == Metric.L2 ? "squared distance" : "inner product";

        public override void Search(ReadOnlySpan<float> queries, int k, Span<float> distances, Span<long> ids, SearchOptions options)
            => index.Search(queries, k, distances, ids, options);

        public override void Dispose() => index.Dispose();
    }

    private sealed class OfBits(BinaryIndex index) : SearchableIndex
    {
        public override int QueryWidth => index.CodeSize;

        public override long Count => index.Count;

        public override Engine Engine => index.Engine;

        public override string DistanceName => "differing bits";

        public override void Search(ReadOnlySpan<float> queries, int k, Span<float> distances, Span<long> ids, SearchOptions options)
        {
            var hamming = new int[distances.Length];
            index.Search(Bits(queries), k, hamming, ids, options);
            TensorPrimitives.ConvertTruncating<int, float>(hamming, distances);
        }

        public override void Dispose() => index.Dispose();
    }

    /// <summary>The bytes that a reader of vectors has made floats of.</summary>
    public static byte[] Bits(ReadOnlySpan<float> rows)
    {
        var bytes = new byte[rows.Length];
        TensorPrimitives.ConvertTruncating<float, byte>(rows, bytes);
        return bytes;
    }
}
