using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Codes of a product quantizer against the distances of the query to all centroids. Codes of 8 bits are scanned 64 at a time; they lie transposed in
/// memory, and those of a mapped file, which lie in rows as all others do, are transposed as the scan goes.
/// </summary>
internal unsafe class PqScanner : CodeScanner
{
    /// <summary>Queries whose tables are kept while one block of codes, which is transposed once if it is mapped, meets them.</summary>
    private const int MaxQueries = 64;

    /// <summary>Bytes of mapped codes that stay transposed, so that all queries that visit a list find it so.</summary>
    private const int MaxTransposedBytes = 256 * 1024;

    /// <summary>Rows below which summing up bytes does not pay.</summary>
    private const long LeastByteRows = 64;

    private readonly AlignedBuffer<float> _tables;
    private readonly AlignedBuffer<byte> _scratch;
    private readonly AlignedBuffer<byte>? _blocks;
    private readonly PqTable _centroids = new();
    private readonly PqByteTables? _bytes;
    private readonly Prepared[] _queries;
    private readonly int _dimension;
    private int _present;
    private int _prepared;
    private float* _firstVector;
    private byte* _transposed;
    private long _transposedRows;

    /// <param name="quantizer">Has the centroids.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="layout">How the codes lie.</param>
    /// <param name="hasLists">Whether the codes are those of inverted lists, so that a query has other tables in each.</param>
    public PqScanner(ProductQuantizer quantizer, Metric metric, CodeLayout layout, bool hasLists = false)
        : base(metric, layout)
    {
        Quantizer = quantizer;
        _dimension = quantizer.Dimension;
        if (ScansBlocks && !layout.IsTransposed)
            _blocks = new AlignedBuffer<byte>();
        if (PqByteTables.Fit(quantizer.M, quantizer.NBits))
            _bytes = new PqByteTables(quantizer.M, quantizer.NBits);
        _centroids.Pack(quantizer.Centroids.Pointer, quantizer.M, quantizer.KSub, quantizer.DSub);
        _queries = new Prepared[ScansBlocks && !hasLists ? MaxQueries : 1];
        _tables = new AlignedBuffer<float>((long)_queries.Length * _centroids.TableLength);
        int scratch = PqBlockScanner<SmallestFirst>.ScratchBytes(quantizer.M);
        _scratch = new AlignedBuffer<byte>((long)_queries.Length * scratch);
        for (int i = 0; i < _queries.Length; i++)
        {
            _queries[i].Smallest = new PqBlockScanner<SmallestFirst>(quantizer.M, _scratch.Pointer + (long)i * scratch);
            _queries[i].Largest = new PqBlockScanner<LargestFirst>(quantizer.M, _scratch.Pointer + (long)i * scratch);
        }
    }

    /// <summary>
    /// Scanning is faster than codes come from memory, and much faster than transposing them, so that all queries of a batch share a block while it is in
    /// the nearest caches. Their small tables come from the second-level cache meanwhile.
    /// </summary>
    public override bool SwitchesQueriesCheaply => _queries.Length > 1;

    protected ProductQuantizer Quantizer { get; }

    /// <summary>The centroids, laid out for building tables.</summary>
    protected PqTable Centroids => _centroids;

    /// <summary>The table of the query, or of the query and a list: [M][ksub].</summary>
    protected float* Table => _tables.Pointer + (long)_present * _centroids.TableLength;

    /// <summary>What is added to each score.</summary>
    protected float Bias { get; set; }

    private bool ScansBlocks => Quantizer.NBits == 8;

    /// <summary>How codes of a quantizer lie best in memory.</summary>
    public static CodeLayout LayoutOf(ProductQuantizer quantizer) => new(quantizer.CodeSize, isTransposed: quantizer.NBits == 8);

    public override void Begin(SearchOptions options)
    {
        _prepared = 0;
        _transposed = null;
    }

    public override void SetQuery(float* query)
    {
        // The queries of a batch lie one behind the other, and come again for each block of codes.
        long slot = _prepared == 0 ? 0 : (query - _firstVector) / _dimension;
        bool follows = slot >= 0 && slot <= _prepared && slot < _queries.Length && query == _firstVector + slot * _dimension;
        if (!follows || _queries.Length == 1)
            slot = _prepared = 0;
        _present = (int)slot;
        if (slot < _prepared)
            return;
        if (slot == 0)
            _firstVector = query;
        _prepared = _present + 1;
        _centroids.Build(query, Metric, Table);
        TableChanged();
    }

    public override void Distances(byte* codes, int count, float* distances)
    {
        if (!Layout.IsTransposed)
        {
            PqScan.ScanPacked(codes, count, Layout.CodeSize, Quantizer.M, Quantizer.NBits, Table, Bias, distances);
            return;
        }
        for (int row = 0; row < count; row++)
            distances[row] = DistanceOf(codes, row);
    }

    public override float DistanceOf(byte* codes, long row)
        => Layout.IsTransposed
            ? PqScan.Score8(CodeBlocks.Row(codes, row, Layout.CodeSize), CodeBlocks.BlockRows, Quantizer.M, Table, Bias)
            : base.DistanceOf(codes, row);

    public override void Scan(byte* codes, long count, in IdSource ids, float* heapScores, long* heapIds, int k)
    {
        if (_bytes is not null && count >= LeastByteRows)
            ScanBytes(_bytes, codes, count, ids, heapScores, heapIds, k);
        else if (!ScansBlocks)
            base.Scan(codes, count, ids, heapScores, heapIds, k);
        else if (_blocks is null)
            ScanTransposed(codes, count, ids, heapScores, heapIds, k);
        else
        {
            long most = Math.Max(1, MaxTransposedBytes / BlockRows / Layout.CodeSize) * BlockRows;
            for (long start = 0; start < count; start += most)
            {
                long rows = Math.Min(most, count - start);
                Transpose(codes + start * Layout.CodeSize, rows);
                ScanTransposed(_blocks.Pointer, rows, ids.Skip(start), heapScores, heapIds, k);
            }
        }
    }

    public override void Dispose()
    {
        _centroids.Dispose();
        _tables.Dispose();
        _scratch.Dispose();
        _blocks?.Dispose();
        _bytes?.Dispose();
        base.Dispose();
    }

    /// <summary>Makes the table of a query and a list from the list's and the query's, for L2.</summary>
    protected void SetTable(float* precomputed, float* products)
    {
        _queries[_present].IsPrepared = ScansBlocks;
        if (ScansBlocks)
            _queries[_present].Smallest.Prepare(precomputed, products, Table);
        else
            PqTable.AddQuery(precomputed, products, _centroids.TableLength, Table);
    }

    /// <summary>To be called whenever <see cref="Table"/> has other numbers.</summary>
    protected void TableChanged() => _queries[_present].IsPrepared = false;

    private void ScanBytes(PqByteTables bytes, byte* codes, long count, in IdSource ids, float* heapScores, long* heapIds, int k)
    {
        ref Prepared query = ref _queries[_present];
        if (!query.IsPrepared)
            bytes.Prepare(Table);
        query.IsPrepared = true;
        if (Metric == Metric.L2)
            bytes.Scan<SmallestFirst>(codes, count, Bias, ids, heapScores, heapIds, k);
        else
            bytes.Scan<LargestFirst>(codes, count, Bias, ids, heapScores, heapIds, k);
    }

    private void Transpose(byte* codes, long rows)
    {
        if (_transposed == codes && _transposedRows == rows)
            return;
        _blocks!.EnsureCapacity(CodeBlocks.Bytes(rows, Layout.CodeSize));
        CodeBlocks.Transpose(codes, rows, Layout.CodeSize, _blocks.Pointer);
        _transposed = codes;
        _transposedRows = rows;
    }

    private void ScanTransposed(byte* blocks, long count, in IdSource ids, float* heapScores, long* heapIds, int k)
    {
        ref Prepared query = ref _queries[_present];
        bool first = !query.IsPrepared;
        query.IsPrepared = true;
        if (Metric == Metric.L2)
        {
            if (first)
                query.Smallest.Prepare(Table);
            query.Smallest.Scan(blocks, 0, count, Bias, ids, heapScores, heapIds, k);
        }
        else
        {
            if (first)
                query.Largest.Prepare(Table);
            query.Largest.Scan(blocks, 0, count, Bias, ids, heapScores, heapIds, k);
        }
    }

    /// <summary>What scans blocks for a query.</summary>
    private struct Prepared
    {
        public PqBlockScanner<SmallestFirst> Smallest;
        public PqBlockScanner<LargestFirst> Largest;
        public bool IsPrepared;
    }
}
