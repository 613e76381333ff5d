using System.Numerics;
using FaissNet.Kernels;
using FaissNet.Quantizers;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// RaBitQ codes. With 1 bit all distances are computed from the signs. With more, the signs give a bound first, and only codes whose bound is better than
/// the worst result so far are compared with all their bits: as in FAISS, so that the order of scanning decides about those that are better than their
/// bound.
/// </summary>
internal sealed unsafe class RaBitQScanner : CodeScanner
{
    /// <summary>Prepared queries that are kept while one block of codes meets them.</summary>
    private const int MaxQueries = 64;

    /// <summary>Rows whose counts of set signs are kept, so that all queries of a batch share the counting.</summary>
    private const int MaxCounted = 1 << 16;

    private readonly IRaBitQSource _source;
    private readonly SignShape _shape;
    private readonly int _dimension;
    private readonly int _extraBits;
    private readonly List<RaBitQQuery> _queries = [];
    private readonly AlignedBuffer<byte> _countTables;
    private readonly AlignedBuffer<byte> _levels;
    private readonly AlignedBuffer<float> _counts = new();
    private RaBitQQuery _query;
    private int _prepared;
    private float* _firstVector;
    private float* _vector;
    private int _queryBits;
    private bool _centered;
    private byte* _counted;
    private long _countedRows;

    public RaBitQScanner(IRaBitQSource source)
        : base(source.Quantizer.Metric, new CodeLayout(source.Quantizer.Shape))
    {
        _source = source;
        _shape = source.Quantizer.Shape;
        _dimension = source.Quantizer.Dimension;
        _extraBits = source.Quantizer.ExtraBits;
        _query = NewQuery();
        _countTables = CountTables(_shape.SignBytes);
        int padded = (_dimension + RaBitQProduct.Padding - 1) / RaBitQProduct.Padding * RaBitQProduct.Padding;
        _levels = new AlignedBuffer<byte>(2 * padded + _shape.SignBytes);
    }

    /// <summary>The tables of queries that are not rounded would push each other out of the cache.</summary>
    public override bool SwitchesQueriesCheaply => !_source.HasLists && _queryBits > 0;

    /// <summary>Of a query nothing can be prepared before the list is known, so the table is the query itself.</summary>
    public override int QueryTableLength => _source.HasLists ? _dimension : 0;

    public override void Begin(SearchOptions options)
    {
        _queryBits = options.QueryBits ?? _source.QueryBits;
        _centered = options.CenteredQuery ?? _source.CenteredQuery;
        _prepared = 0;
        _counted = null;
    }

    public override void SetQuery(float* query)
    {
        _vector = query;
        if (!_source.HasLists)
            SelectPrepared(query);
    }

    public override void BuildQueryTable(float* query, float* table)
        => new ReadOnlySpan<float>(query, _dimension).CopyTo(new Span<float>(table, _dimension));

    public override void SetQueryTable(float* table) => _vector = table;

    public override void SetList(long list, float coarseDistance) => _query.Prepare(_vector, _source.CenterOf(list), _queryBits, _centered);

    public override void Distances(byte* codes, int count, float* distances)
    {
        if (_extraBits > 0)
        {
            for (int row = 0; row < count; row++)
                distances[row] = Refined(SignBlocks.Block(codes, row, _shape), row % SignBlocks.BlockRows);
            return;
        }
        int whole = count / SignBlocks.BlockRows;
        Estimate(codes, whole, CountsOf(codes, count), distances);
        int rest = count % SignBlocks.BlockRows;
        if (rest == 0)
            return;
        // The caller's memory ends with its last row.
        float* last = stackalloc float[SignBlocks.BlockRows];
        int done = count - rest;
        Estimate(SignBlocks.Block(codes, done, _shape), 1, CountsOf(codes, count) + done, last);
        new ReadOnlySpan<float>(last, rest).CopyTo(new Span<float>(distances + done, rest));
    }

    public override float DistanceOf(byte* codes, long row)
    {
        byte* block = SignBlocks.Block(codes, row, _shape);
        int place = (int)(row % SignBlocks.BlockRows);
        if (_extraBits > 0)
            return Refined(block, place);
        float* distances = stackalloc float[2 * SignBlocks.BlockRows];
        float* counts = distances + SignBlocks.BlockRows;
        SignSums.Blocks(block, 1, _shape, _countTables.Pointer, 1, counts);
        Estimate(block, 1, counts, distances);
        return distances[place];
    }

    public override void Scan(byte* codes, long count, in IdSource ids, float* heapScores, long* heapIds, int k)
    {
        for (long start = 0; start < count; start += MaxCounted)
        {
            long rows = Math.Min(MaxCounted, count - start);
            byte* blocks = SignBlocks.Block(codes, start, _shape);
            // All at once, because the other queries of a batch come back to them.
            float* counts = CountsOf(blocks, rows);
            if (_extraBits == 0)
                base.Scan(blocks, rows, ids.Skip(start), heapScores, heapIds, k);
            else
                ScanTwice(blocks, rows, counts, ids.Skip(start), heapScores, heapIds, k);
        }
    }

    public override void ScanRange(byte* codes, long count, in IdSource ids, float radius, RangeHits<float> hits)
    {
        // Without lists FAISS looks at all bits of all codes.
        if (_extraBits == 0 || !_source.HasLists)
        {
            base.ScanRange(codes, count, ids, radius, hits);
            return;
        }
        float* counts = CountsOf(codes, count);
        float* bounds = stackalloc float[SignBlocks.BlockRows];
        for (long row = 0; row < count; row += SignBlocks.BlockRows)
        {
            byte* block = SignBlocks.Block(codes, row, _shape);
            ulong promising = Promising(block, counts + row, count - row, radius, bounds);
            for (; promising != 0; promising &= promising - 1)
            {
                int place = BitOperations.TrailingZeroCount(promising);
                float distance = Refined(block, place);
                if (IsBetter(distance, radius) && ids.TryGet(row + place, out long id))
                    hits.Add(distance, id);
            }
        }
    }

    public override void Dispose()
    {
        foreach (RaBitQQuery query in _queries)
            query.Dispose();
        _countTables.Dispose();
        _levels.Dispose();
        _counts.Dispose();
        base.Dispose();
    }

    /// <summary>By the signs first, and by all bits where those give hope.</summary>
    private void ScanTwice(byte* codes, long count, float* counts, in IdSource ids, float* heapScores, long* heapIds, int k)
    {
        float* bounds = stackalloc float[SignBlocks.BlockRows];
        for (long row = 0; row < count; row += SignBlocks.BlockRows)
        {
            byte* block = SignBlocks.Block(codes, row, _shape);
            ulong promising = Promising(block, counts + row, count - row, heapScores[0], bounds);
            for (; promising != 0; promising &= promising - 1)
            {
                int place = BitOperations.TrailingZeroCount(promising);
                if (!IsBetter(bounds[place], heapScores[0]) || !ids.TryGet(row + place, out long id))
                    continue;
                float distance = Refined(block, place);
                if (Metric == Metric.L2)
                    TopKHeap.Push<SmallestFirst, float>(heapScores, heapIds, k, distance, id);
                else
                    TopKHeap.Push<LargestFirst, float>(heapScores, heapIds, k, distance, id);
            }
        }
    }

    private static AlignedBuffer<byte> CountTables(int signBytes)
    {
        using var ones = new AlignedBuffer<byte>(8L * signBytes);
        ones.AsRows(1).AsSpan().Fill(1);
        var tables = new AlignedBuffer<byte>(SignSums.TableBytes(signBytes, 1));
        SignSums.BuildTables(ones.Pointer, signBytes, 1, tables.Pointer);
        return tables;
    }

    private RaBitQQuery NewQuery()
    {
        _queries.Add(new RaBitQQuery(_dimension, Metric));
        return _queries[^1];
    }

    /// <summary>The queries of a chunk are rows of one matrix and come in their order, first once each and then again for every block of codes.</summary>
    private void SelectPrepared(float* query)
    {
        if (_prepared == 0 || !SwitchesQueriesCheaply)
        {
            _prepared = 0;
            _firstVector = query;
        }
        long slot = (query - _firstVector) / _dimension;
        bool isNext = slot == _prepared && slot < MaxQueries;
        if (slot < 0 || (slot >= _prepared && !isNext))
        {
            slot = 0;
            isNext = true;
            _prepared = 0;
            _firstVector = query;
        }
        _query = slot < _queries.Count ? _queries[(int)slot] : NewQuery();
        if (!isNext)
            return;
        _query.Prepare(query, _source.CenterOf(0), _queryBits, _centered);
        _prepared++;
    }

    private bool IsBetter(float distance, float than) => Metric == Metric.L2 ? distance < than : distance > than;

    /// <summary>The distances by the signs of the rows of some blocks.</summary>
    private void Estimate(byte* blocks, long count, float* counts, float* distances)
    {
        _query.Sums(blocks, count, _shape, distances);
        RaBitQEstimate.Distances(
            _query.Terms, Metric, SignBlocks.Factor(blocks, _shape, 0), SignBlocks.Bytes(_shape) / sizeof(float), count, counts, distances);
    }

    /// <summary>Which rows of a block have a bound that is better than a threshold, and all their bounds.</summary>
    private ulong Promising(byte* block, float* counts, long rows, float threshold, float* bounds)
    {
        Estimate(block, 1, counts, bounds);
        RaBitQEstimate.ToBounds(Metric, SignBlocks.Factor(block, _shape, 2), _query.Terms.ErrorScale, bounds);
        ulong promising = RaBitQEstimate.Better(Metric, bounds, threshold);
        return rows < SignBlocks.BlockRows ? promising & ((1ul << (int)rows) - 1) : promising;
    }

    /// <summary>The distance by all bits of a row of a block.</summary>
    private float Refined(byte* block, int row)
    {
        int padded = (int)((_levels.Count - _shape.SignBytes) / 2);
        byte* signs = _levels.Pointer;
        byte* levels = signs + padded;
        byte* packed = levels + padded;
        SignBlocks.ReadSigns(block, _shape, row, packed);
        BitString.Unpack(new ReadOnlySpan<byte>(packed, _shape.SignBytes), 1, new Span<byte>(signs, _dimension));
        byte* rest = SignBlocks.Rest(block, _shape, row);
        int extraBytes = _shape.RestBytes - 2 * sizeof(float);
        BitString.Unpack(new ReadOnlySpan<byte>(rest, extraBytes), _extraBits, new Span<byte>(levels, _dimension));
        float product = RaBitQProduct.Of(_query.Difference, signs, levels, _dimension, _extraBits);
        float* factors = (float*)(rest + extraBytes);
        ref readonly RaBitQTerms terms = ref _query.Terms;
        float distance = (Metric == Metric.L2 ? terms.CenterDistance : terms.CenterProduct) + factors[0] + factors[1] * product;
        return Metric == Metric.L2 ? Math.Max(0, distance) : distance;
    }

    /// <summary>The counts of the set signs of rows that were counted already, with others before and behind them, or are counted now.</summary>
    private float* CountsOf(byte* codes, long count)
    {
        long before = (codes - _counted) / _shape.CodeSize;
        if (_counted != null && before >= 0 && before + count <= _countedRows)
            return _counts.Pointer + before;
        _counts.EnsureCapacity(SignBlocks.Count(count) * SignBlocks.BlockRows);
        SignSums.Blocks(codes, SignBlocks.Count(count), _shape, _countTables.Pointer, 1, _counts.Pointer);
        _counted = codes;
        _countedRows = count;
        return _counts.Pointer;
    }
}
