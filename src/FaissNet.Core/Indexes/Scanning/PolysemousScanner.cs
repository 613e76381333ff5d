using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using FaissNet.Kernels;
using FaissNet.Quantizers;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Product-quantizer codes of which only those are compared that differ from the query's own code in few bits (Douze, Jégou and Perronnin, "Polysemous
/// codes", 2016): training has numbered the centroids so that near ones have similar numbers. FAISS: <c>search_core_polysemous</c>,
/// <c>scan_list_polysemous</c>.
/// </summary>
internal sealed unsafe class PolysemousScanner : CodeScanner
{
    private readonly CodeScanner _inner;
    private readonly ProductQuantizer _quantizer;
    private readonly int _threshold;
    private readonly IvfIndex? _residualsOf;
    private readonly bool _filtersRanges;
    private readonly PqTable _centroids = new();
    private readonly AlignedBuffer<float> _table;
    private readonly AlignedBuffer<float> _residual;
    private readonly AlignedBuffer<byte> _code;
    private readonly AlignedBuffer<byte> _scratch;
    private readonly int[] _nearest;
    private HammingBlockScan _blocks;
    private float* _query;

    /// <param name="inner">Compares codes by their distances.</param>
    /// <param name="quantizer">What made the codes.</param>
    /// <param name="threshold">Codes in which at least so many bits differ are passed over.</param>
    /// <param name="residualsOf">The inverted file, if codes stand for differences to its centroids.</param>
    /// <param name="filtersRanges">Whether range searches pass over codes too.</param>
    public PolysemousScanner(CodeScanner inner, ProductQuantizer quantizer, int threshold, IvfIndex? residualsOf, bool filtersRanges)
        : base(inner.Metric, inner.Layout)
    {
        _inner = inner;
        _quantizer = quantizer;
        _threshold = threshold;
        _residualsOf = residualsOf;
        _filtersRanges = filtersRanges;
        _centroids.Pack(quantizer.Centroids.Pointer, quantizer.M, quantizer.KSub, quantizer.DSub);
        _table = new AlignedBuffer<float>(_centroids.TableLength);
        _residual = new AlignedBuffer<float>(quantizer.Dimension);
        _code = new AlignedBuffer<byte>(quantizer.CodeSize);
        _scratch = new AlignedBuffer<byte>(HammingBlockScan.ScratchBytes(quantizer.CodeSize));
        _nearest = new int[quantizer.M];
    }

    public override void Begin(SearchOptions options) => _inner.Begin(options);

    public override void SetQuery(float* query)
    {
        _query = query;
        _inner.SetQuery(query);
        if (_residualsOf is null)
            TakeCode(query);
    }

    public override void SetList(long list, float coarseDistance)
    {
        _inner.SetList(list, coarseDistance);
        if (_residualsOf is null)
            return;
        int d = _quantizer.Dimension;
        TensorPrimitives.Subtract(new ReadOnlySpan<float>(_query, d), _residualsOf.Centroids[list], new Span<float>(_residual.Pointer, d));
        TakeCode(_residual.Pointer);
    }

    public override void Distances(byte* codes, int count, float* distances) => _inner.Distances(codes, count, distances);

    public override float DistanceOf(byte* codes, long row) => _inner.DistanceOf(codes, row);

    public override void DistancesOf(byte* codes, int* rows, int count, float* distances) => _inner.DistancesOf(codes, rows, count, distances);

    public override void Scan(byte* codes, long count, in IdSource ids, float* heapScores, long* heapIds, int k)
    {
        if (Metric == Metric.L2)
            Run(codes, count, new HeapSink<SmallestFirst>(this, codes, ids, heapScores, heapIds, k));
        else
            Run(codes, count, new HeapSink<LargestFirst>(this, codes, ids, heapScores, heapIds, k));
    }

    public override void ScanRange(byte* codes, long count, in IdSource ids, float radius, RangeHits<float> hits)
    {
        if (!_filtersRanges)
            _inner.ScanRange(codes, count, ids, radius, hits);
        else if (Metric == Metric.L2)
            Run(codes, count, new RangeSink<SmallestFirst>(this, codes, ids, radius, hits));
        else
            Run(codes, count, new RangeSink<LargestFirst>(this, codes, ids, radius, hits));
    }

    public override void Dispose()
    {
        _inner.Dispose();
        _centroids.Dispose();
        _table.Dispose();
        _residual.Dispose();
        _code.Dispose();
        _scratch.Dispose();
        base.Dispose();
    }

    /// <summary>Encodes what the codes are compared with: always by L2, as everything is encoded.</summary>
    private void TakeCode(float* vector)
    {
        _centroids.Build(vector, Metric.L2, _table.Pointer);
        for (int m = 0; m < _nearest.Length; m++)
            _nearest[m] = TensorPrimitives.IndexOfMin(new ReadOnlySpan<float>(_table.Pointer + (long)m * _quantizer.KSub, _quantizer.KSub));
        BitString.Pack(_nearest, _quantizer.NBits, new Span<byte>(_code.Pointer, _quantizer.CodeSize));
        if (Layout.IsTransposed)
            _blocks = new HammingBlockScan(_code.Pointer, _quantizer.CodeSize, _scratch.Pointer);
    }

    private void Run<TSink>(byte* codes, long count, in TSink sink)
        where TSink : struct, IHammingSink
    {
        if (Layout.IsTransposed)
        {
            _blocks.Scan(codes, 0, count, sink);
            return;
        }
        for (long row = 0; row < count; row++)
        {
            int distance = Hamming.Distance(_code.Pointer, codes + row * Layout.CodeSize, Layout.CodeSize);
            if (distance < _threshold)
                sink.Offer(distance, row);
        }
    }

    private readonly struct HeapSink<TOrder>(PolysemousScanner scanner, byte* codes, IdSource ids, float* scores, long* heapIds, int k)
        : IHammingSink
        where TOrder : struct, ITopKOrder<float>
    {
        public int Limit => scanner._threshold;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Offer(int distance, long row)
        {
            float score = scanner._inner.DistanceOf(codes, row);
            if (TOrder.IsBetter(score, scores[0]) && ids.TryGet(row, out long id))
                TopKHeap.ReplaceTop<TOrder, float>(scores, heapIds, k, score, id);
        }
    }

    private readonly struct RangeSink<TOrder>(PolysemousScanner scanner, byte* codes, IdSource ids, float radius, RangeHits<float> hits)
        : IHammingSink
        where TOrder : struct, ITopKOrder<float>
    {
        public int Limit => scanner._threshold;

        public void Offer(int distance, long row)
        {
            float score = scanner._inner.DistanceOf(codes, row);
            if (TOrder.IsBetter(score, radius) && ids.TryGet(row, out long id))
                hits.Add(score, id);
        }
    }
}
