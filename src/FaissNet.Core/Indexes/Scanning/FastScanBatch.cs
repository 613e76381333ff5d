using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// The queries of one worker in a fast scan: their tables of costs, scales and heaps. Its memory comes from the thread's pool and goes back to it.
/// </summary>
internal readonly unsafe ref struct FastScanBatch
{
    /// <summary>Rows of a range search between two looks at the cancellation token; whole blocks.</summary>
    public const long RangeRows = 1 << 16;

    private readonly FastScanTable _table;
    private readonly Metric _metric;
    private readonly int _tableBytes;
    private readonly int _tablesPerQuery;
    private readonly Scratch<byte> _costs;
    private readonly Scratch<byte> _bounds;
    private readonly Scratch<float> _floats;
    private readonly Scratch<FastScanQuery> _queries;
    private readonly Scratch<nint> _pointers;
    private readonly Scratch<FastScanScale> _scales;

    /// <param name="table">The centroids.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="count">Number of queries.</param>
    /// <param name="tablesPerQuery">Tables of costs that each query has: 1, or one for each list it visits.</param>
    public FastScanBatch(FastScanTable table, Metric metric, int count, int tablesPerQuery)
    {
        _table = table;
        _metric = metric;
        _tablesPerQuery = tablesPerQuery;
        _tableBytes = FastScan.TableBytes(table.M);
        _costs = new Scratch<byte>((long)count * tablesPerQuery, _tableBytes);
        _bounds = new Scratch<byte>(FastScan.GroupQueries, _tableBytes);
        // For each table also the smallest entry and the span of each sub-quantizer.
        _floats = new Scratch<float>(tablesPerQuery, table.Length + 2 * table.M);
        _queries = new Scratch<FastScanQuery>(count, 1);
        _pointers = new Scratch<nint>(count, 1);
        _scales = new Scratch<FastScanScale>(count, 1);
        for (int q = 0; q < count; q++)
        {
            Query(q) = default;
            Pointers[q] = _queries.Pointer + q;
            Query(q).Costs = Costs(q, 0);
            Query(q).Bounds = Bounds(q);
        }
    }

    /// <summary>All queries, in groups whose bounds do not get into each other's way.</summary>
    public FastScanQuery** Queries => Pointers;

    private FastScanQuery** Pointers => (FastScanQuery**)_pointers.Pointer;

    public ref FastScanQuery Query(int q) => ref _queries.Pointer[q];

    public ref FastScanScale Scale(int q) => ref _scales.Pointer[q];

    /// <summary>A table of costs of a query.</summary>
    public byte* Costs(int q, int table) => _costs.Rows.RowPointer((long)q * _tablesPerQuery + table);

    /// <summary>Scratch for a float table, [M][16].</summary>
    public float* Table(int table) => _floats.Rows.RowPointer(table);

    /// <summary>Scratch for the smallest entries of a float table, M.</summary>
    public float* Mins(int table) => Table(table) + _table.Length;

    /// <summary>Scratch for the spans of a float table, M.</summary>
    public float* Spans(int table) => Mins(table) + _table.M;

    /// <summary>Scratch for the bounds of the query at a place of the queries that are scanned together.</summary>
    public byte* Bounds(int place) => _bounds.Pointer + place % FastScan.GroupQueries * _tableBytes;

    /// <summary>Builds the one table of a query, with FAISS's scale for scans without lists.</summary>
    public void SetTable(int q, float* query)
    {
        _table.Build(query, _metric, Table(0));
        FastScanSpan span = Measure(0, 0, 0);
        Scale(q) = FastScanScale.ForEntries(span.Entry, span.Offset);
        Query(q).MostCost = ToCosts(q, 0);
    }

    /// <summary>Measures a float table; sums are taken in FAISS's order.</summary>
    /// <param name="table">Which.</param>
    /// <param name="sumSpan">What sums span without the table's entries.</param>
    /// <param name="offset">What sums begin with.</param>
    public FastScanSpan Measure(int table, float sumSpan, float offset)
    {
        float* mins = Mins(table), spans = Spans(table);
        FastScanScale.Measure(Table(table), _table.M, mins, spans);
        float entry = 0;
        for (int m = 0; m < _table.M; m++)
        {
            entry = Math.Max(entry, spans[m]);
            sumSpan += spans[m];
            offset += mins[m];
        }
        return new FastScanSpan(entry, sumSpan, offset);
    }

    /// <summary>Rounds a float table with the scale of its query.</summary>
    /// <returns>The sum of the largest costs.</returns>
    public int ToCosts(int q, int table)
        => Scale(q).ToCosts(Table(table), Mins(table), _table.M, _metric == Metric.InnerProduct, Costs(q, table));

    /// <summary>Takes the memory of a row of results as an empty heap.</summary>
    public void Open<TOrder>(int q, float* distances, long* ids, int k)
        where TOrder : struct, ITopKOrder<int>
        => Open(q, distances, ids, k, Nothing<TOrder>());

    /// <summary>The score of a place that nothing has filled: FAISS's, which only better scores take.</summary>
    public static int Nothing<TOrder>()
        where TOrder : struct, ITopKOrder<int>
        => typeof(TOrder) == typeof(SmallestFirst) ? ushort.MaxValue : 0;

    /// <summary>Takes the memory of a row of results as a heap that only scores better than <paramref name="limit"/> enter.</summary>
    public void Open(int q, float* distances, long* ids, int k, int limit)
    {
        ref FastScanQuery query = ref Query(q);
        query.Scores = (int*)distances;
        query.Ids = ids;
        query.K = k;
        new Span<int>(query.Scores, k).Fill(limit);
        new Span<long>(ids, k).Fill(-1);
    }

    /// <summary>Sorts a query's results and turns scores into distances.</summary>
    public void Close<TOrder>(int q, Span<float> distances, Span<long> ids)
        where TOrder : struct, ITopKOrder<int>, ITopKOrder<float>
    {
        ref FastScanQuery query = ref Query(q);
        TopKHeap.Sort<TOrder, int>(query.Scores, query.Ids, query.K);
        FastScanScale scale = Scale(q);
        for (int i = 0; i < ids.Length; i++)
            distances[i] = ids[i] == -1 ? TopKHeap.Missing(_metric) : scale.Distance(query.Scores[i]);
    }

    /// <summary>Appends the vectors of a range of rows that are nearer than a radius to the hits of query 0, in their order.</summary>
    public void ScanRange(byte* blocks, long from, long to, in IdSource ids, float radius, RangeHits<float> hits)
    {
        int* sums = stackalloc int[FastScanBlocks.GroupRows];
        FastScanQuery query = Query(0);
        for (long row = from; row < to; row += FastScanBlocks.GroupRows)
        {
            FastScan.Costs(blocks, row, _table.M, query.Costs, sums);
            int rows = (int)Math.Min(FastScanBlocks.GroupRows, to - row);
            for (int i = 0; i < rows; i++)
            {
                int score = query.Bias + (_metric == Metric.L2 ? sums[i] : query.MostCost - sums[i]);
                float distance = Scale(0).Distance(score);
                bool inside = _metric == Metric.L2 ? distance < radius : distance > radius;
                if (inside && ids.TryGet(row + i, out long id))
                    hits.Add(distance, id);
            }
        }
    }

    public void Dispose()
    {
        _costs.Dispose();
        _bounds.Dispose();
        _floats.Dispose();
        _queries.Dispose();
        _pointers.Dispose();
        _scales.Dispose();
    }
}

/// <summary>How far the entries of a float table are apart.</summary>
/// <param name="Entry">The largest span of a sub-quantizer.</param>
/// <param name="Sum">What sums span.</param>
/// <param name="Offset">The smallest sum.</param>
internal readonly record struct FastScanSpan(float Entry, float Sum, float Offset);
