using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Codes of a product quantizer against the distances of the query to all centroids. Codes of 8 bits are scanned 64 at a time; they lie transposed in
/// memory, and those of a mapped file, which lie in rows as all others do, are transposed as the scan goes.
/// </summary>
internal unsafe class PqScanner : CodeScanner
{
    private readonly AlignedBuffer<float> _table;
    private readonly AlignedBuffer<byte> _scratch;
    private readonly AlignedBuffer<byte>? _blocks;
    private readonly PqTable _centroids = new();
    private PqBlockScanner<SmallestFirst> _smallest;
    private PqBlockScanner<LargestFirst> _largest;
    private bool _isPrepared;

    /// <param name="quantizer">Has the centroids.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="layout">How the codes lie.</param>
    public PqScanner(ProductQuantizer quantizer, Metric metric, CodeLayout layout)
        : base(metric, layout)
    {
        Quantizer = quantizer;
        if (ScansBlocks && !layout.IsTransposed)
            _blocks = new AlignedBuffer<byte>(CodeBlocks.Bytes(BlockRows, layout.CodeSize));
        _centroids.Pack(quantizer.Centroids.Pointer, quantizer.M, quantizer.KSub, quantizer.DSub);
        _table = new AlignedBuffer<float>(_centroids.TableLength);
        _scratch = new AlignedBuffer<byte>(PqBlockScanner<SmallestFirst>.ScratchBytes(quantizer.M));
        _smallest = new PqBlockScanner<SmallestFirst>(quantizer.M, _scratch.Pointer);
        _largest = new PqBlockScanner<LargestFirst>(quantizer.M, _scratch.Pointer);
    }

    protected ProductQuantizer Quantizer { get; }

    /// <summary>The centroids, laid out for building tables.</summary>
    protected PqTable Centroids => _centroids;

    /// <summary>The table of the query, or of the query and a list: [M][ksub].</summary>
    protected float* Table => _table.Pointer;

    /// <summary>What is added to each score.</summary>
    protected float Bias { get; set; }

    private bool ScansBlocks => Quantizer.NBits == 8;

    /// <summary>How codes of a quantizer lie best in memory.</summary>
    public static CodeLayout LayoutOf(ProductQuantizer quantizer) => new(quantizer.CodeSize, isTransposed: quantizer.NBits == 8);

    public override void SetQuery(float* query)
    {
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
        if (!ScansBlocks)
            base.Scan(codes, count, ids, heapScores, heapIds, k);
        else if (_blocks is null)
            ScanTransposed(codes, count, ids, heapScores, heapIds, k);
        else
        {
            for (long start = 0; start < count; start += BlockRows)
            {
                int rows = (int)Math.Min(BlockRows, count - start);
                CodeBlocks.Transpose(codes + start * Layout.CodeSize, rows, Layout.CodeSize, _blocks.Pointer);
                ScanTransposed(_blocks.Pointer, rows, ids.Skip(start), heapScores, heapIds, k);
            }
        }
    }

    public override void Dispose()
    {
        _centroids.Dispose();
        _table.Dispose();
        _scratch.Dispose();
        _blocks?.Dispose();
        base.Dispose();
    }

    /// <summary>Makes the table of a query and a list from the list's and the query's, for L2.</summary>
    protected void SetTable(float* precomputed, float* products)
    {
        _isPrepared = ScansBlocks;
        if (ScansBlocks)
            _smallest.Prepare(precomputed, products, Table);
        else
            PqTable.AddQuery(precomputed, products, _centroids.TableLength, Table);
    }

    /// <summary>To be called whenever <see cref="Table"/> has other numbers.</summary>
    protected void TableChanged() => _isPrepared = false;

    private void ScanTransposed(byte* blocks, long count, in IdSource ids, float* heapScores, long* heapIds, int k)
    {
        if (Metric == Metric.L2)
        {
            if (!_isPrepared)
                _smallest.Prepare(Table);
            _isPrepared = true;
            _smallest.Scan(blocks, 0, count, Bias, ids, heapScores, heapIds, k);
        }
        else
        {
            if (!_isPrepared)
                _largest.Prepare(Table);
            _isPrepared = true;
            _largest.Scan(blocks, 0, count, Bias, ids, heapScores, heapIds, k);
        }
    }
}
