using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <content>
/// Queries are grouped by list: the codes of a list come to the cache once for all queries of a worker that visit it. Lists are visited in ascending
/// order, as FAISS visits them, because of equal scores at the cut it is the first that stay.
/// </content>
public sealed partial class IvfPqFastScanIndex
{
    /// <summary>Queries that a worker groups at most.</summary>
    private const long MaxGroupedQueries = 2048;

    /// <summary>Bytes of tables that the queries of a worker may have.</summary>
    private const long TableBytesAtOnce = 8L << 20;

    /// <summary>Lists from which looking through the nearest one in advance, for a limit, costs little.</summary>
    private const int MinProbesForLimit = 8;

    private int TablesPerQuery(int nProbe) => HasTablePerList ? nProbe : 1;

    private protected override void SearchLists(
        Rows<float> queries, Probes probes, Rows<float> distances, Rows<long> ids, SearchOptions options)
        => SearchLists(queries, probes, distances, ids, options, findsLocations: false);

    private protected override void SearchLocations(
        Rows<float> queries, Probes probes, Rows<float> distances, Rows<long> locations, SearchOptions options)
        => SearchLists(queries, probes, distances, locations, options, findsLocations: true);

    private void SearchLists(
        Rows<float> queries, Probes probes, Rows<float> distances, Rows<long> ids, SearchOptions options, bool findsLocations)
    {
        long tables = (long)TablesPerQuery(probes.Lists.Width) * FastScan.TableBytes(M);
        long workers = ParallelRange.Workers(options.MaxDegreeOfParallelism);
        long most = Math.Clamp(TableBytesAtOnce / tables, 1, MaxGroupedQueries);
        ParallelRange.Run(
            new SearchJob(this, queries, probes, distances, ids, options, findsLocations), queries.Count,
            Math.Clamp((queries.Count + workers - 1) / workers, 1, most), options.MaxDegreeOfParallelism, options.CancellationToken);
    }

    private protected override void RangeSearchLists(
        Rows<float> queries, Probes probes, float radius, RangeHits<float>[] hits, SearchOptions options)
        => ParallelRange.Run(
            new RangeJob(this, queries, probes, radius, hits, options), queries.Count, 1, options.MaxDegreeOfParallelism, options.CancellationToken);

    private readonly unsafe struct SearchJob(
        IvfPqFastScanIndex index, Rows<float> queries, Probes probes, Rows<float> distances, Rows<long> ids, SearchOptions options,
        bool findsLocations) : IRangeJob
    {
        public void Run(long start, long end)
        {
            if (index.Metric == Metric.L2)
                Run<SmallestFirst>(start, (int)(end - start));
            else
                Run<LargestFirst>(start, (int)(end - start));
        }

        private void Run<TOrder>(long start, int count)
            where TOrder : struct, ITopKOrder<int>, ITopKOrder<float>
        {
            int nProbe = probes.Lists.Width;
            Rows<long> lists = probes.Lists.Slice(start, count);
            using var batch = new FastScanBatch(index._tables.Of(index.Quantizer), index.Metric, count, index.TablesPerQuery(nProbe));
            using var biases = new Scratch<int>(count, nProbe);
            using var mostCosts = new Scratch<int>(count, nProbe);
            using var numbers = new Scratch<int>(index.NList + (long)count * nProbe, 1);
            for (int q = 0; q < count; q++)
            {
                index.SetTables(batch, q, queries.RowPointer(start + q), lists[q], probes.Distances[start + q], biases.Rows[q], mostCosts.Rows[q]);
                batch.Open<TOrder>(q, distances.RowPointer(start + q), ids.RowPointer(start + q), distances.Width);
            }
            using var group = new Scratch<nint>(count, 1);
            var pass = new Pass(
                index, batch, biases.Pointer, mostCosts.Pointer, nProbe, (FastScanQuery**)group.Pointer, options.Filter, findsLocations);
            if (index.CodeLimit(options) != long.MaxValue)
                VisitUpToLimit<TOrder>(pass, lists);
            else
                VisitAll<TOrder>(batch, pass, lists, new ListProbes(lists, index.NList, numbers.Pointer));
            for (int q = 0; q < count; q++)
                batch.Close<TOrder>(q, distances[start + q], ids[start + q]);
        }

        private void VisitAll<TOrder>(in FastScanBatch batch, in Pass pass, Rows<long> lists, ListProbes visits)
            where TOrder : struct, ITopKOrder<int>
        {
            if (lists.Width >= MinProbesForLimit)
                FindLimits<TOrder>(batch, pass, lists);
            for (int list = 0; list < index.NList; list++)
            {
                ReadOnlySpan<int> visiting = visits.Of(list);
                if (visiting.IsEmpty)
                    continue;
                options.CancellationToken.ThrowIfCancellationRequested();
                pass.Visit<TOrder>(list, visiting, long.MaxValue);
            }
        }

        /// <summary>One query after the other, nearest list first, until so many codes have been seen. FAISS's fast scans do not look at the limit.</summary>
        private void VisitUpToLimit<TOrder>(in Pass pass, Rows<long> lists)
            where TOrder : struct, ITopKOrder<int>
        {
            for (int q = 0; q < lists.Count; q++)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                long left = index.CodeLimit(options);
                for (int probe = 0; probe < lists.Width && left > 0; probe++)
                {
                    int list = (int)lists[q][probe];
                    if (list < 0)
                        continue;
                    pass.Visit<TOrder>(list, [q * lists.Width + probe], left);
                    left -= index.Lists.Length(list);
                }
            }
        }

        /// <summary>
        /// Sends each query through its nearest list. What is worse than the k-th result there can be in no result, so that the heap begins empty
        /// again, but closed to it.
        /// </summary>
        private static void FindLimits<TOrder>(in FastScanBatch batch, in Pass pass, Rows<long> lists)
            where TOrder : struct, ITopKOrder<int>
        {
            for (int q = 0; q < lists.Count; q++)
            {
                if (lists[q][0] < 0)
                    continue;
                pass.Visit<TOrder>((int)lists[q][0], [q * lists.Width], long.MaxValue);
                ref FastScanQuery query = ref batch.Query(q);
                int limit = query.Scores[0];
                if (limit != FastScanBatch.Nothing<TOrder>())
                    limit += typeof(TOrder) == typeof(SmallestFirst) ? 1 : -1;
                batch.Open(q, (float*)query.Scores, query.Ids, query.K, limit);
            }
        }
    }

    /// <summary>What takes queries through lists.</summary>
    private readonly unsafe ref struct Pass(
        IvfPqFastScanIndex index, in FastScanBatch batch, int* biases, int* mostCosts, int nProbe, FastScanQuery** group, IdFilter? filter,
        bool findsLocations)
    {
        private readonly FastScanBatch _batch = batch;

        public void Visit<TOrder>(int list, ReadOnlySpan<int> visiting, long limit)
            where TOrder : struct, ITopKOrder<int>
        {
            long length = Math.Min(limit, index.Lists.Length(list));
            if (length == 0)
                return;
            for (int i = 0; i < visiting.Length; i++)
                group[i] = Enter(visiting[i], i);
            long* ids = index.Lists.Ids(list).Pointer;
            IdSource source = findsLocations ? new IdSource(ListLocation.Of(list, 0), ids, filter) : new IdSource(ids, filter);
            FastScan.Scan<TOrder>(index.Lists.Codes(list), 0, length, index.M, group, visiting.Length, source);
        }

        /// <summary>Gives a query the table and bias that it has in the list of a probe.</summary>
        public FastScanQuery* Enter(int probe, int place)
        {
            int q = probe / nProbe;
            FastScanQuery* query = _batch.Queries[q];
            query->Costs = _batch.Costs(q, index.HasTablePerList ? probe % nProbe : 0);
            query->Bounds = _batch.Bounds(place);
            query->Bias = biases[probe];
            query->MostCost = mostCosts[probe];
            return query;
        }
    }

    private readonly unsafe struct RangeJob(
        IvfPqFastScanIndex index, Rows<float> queries, Probes probes, float radius, RangeHits<float>[] hits, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            int nProbe = probes.Lists.Width;
            using var batch = new FastScanBatch(index._tables.Of(index.Quantizer), index.Metric, 1, index.TablesPerQuery(nProbe));
            using var biases = new Scratch<int>(1, nProbe);
            using var mostCosts = new Scratch<int>(1, nProbe);
            var pass = new Pass(index, batch, biases.Pointer, mostCosts.Pointer, nProbe, null, options.Filter, findsLocations: false);
            for (long q = start; q < end; q++)
            {
                index.SetTables(batch, 0, queries.RowPointer(q), probes.Lists[q], probes.Distances[q], biases.Rows[0], mostCosts.Rows[0]);
                for (int i = 0; i < nProbe; i++)
                {
                    options.CancellationToken.ThrowIfCancellationRequested();
                    int list = (int)probes.Lists[q][i];
                    if (list < 0 || index.Lists.Length(list) == 0)
                        continue;
                    pass.Enter(i, 0);
                    var source = new IdSource(index.Lists.Ids(list).Pointer, options.Filter);
                    batch.ScanRange(index.Lists.Codes(list), 0, index.Lists.Length(list), source, radius, hits[q]);
                }
            }
        }
    }
}
