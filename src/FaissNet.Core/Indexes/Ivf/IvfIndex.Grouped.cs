using System.Numerics.Tensors;
using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>
/// Batches grouped by list: each list is laid out once and meets all queries that visit it in the distance tile. The tile only chooses
/// candidates, a few more than k; they are compared directly, and a query whose candidates do not settle the answer, because of rounding or because
/// the k-th and the next are equal, is searched alone. So results are those of single searches, bit for bit.
/// </summary>
public abstract partial class IvfIndex
{
    /// <summary>Queries per list below which laying out a list costs more than it saves.</summary>
    private const int MinGroup = 3;

    /// <summary>Bytes that the locations in the heaps of a block of queries may take.</summary>
    private const long GroupedHeapBytes = 8L << 20;

    /// <summary>Bytes of lists that are laid out at once, so that they stay in the second-level cache.</summary>
    private const int GroupedPanelBytes = 256 * 1024;

    /// <summary>Whether the codes of a list can be laid out for the distance tile.</summary>
    private protected virtual bool PacksLists => false;

    /// <summary>Whether the vectors that <see cref="PackList"/> lays out are differences to the centroid.</summary>
    private protected virtual bool PacksResiduals => false;

    /// <summary>Lays out vectors of a list. Called from several threads at once, with different panels.</summary>
    /// <returns>A number that is at least the norm of each of them.</returns>
    private protected virtual unsafe float PackList(PackedPanel panel, byte* codes, int count)
        => throw new NotSupportedException($"Lists of {Description} are not compared as vectors.");

    private bool GroupsPay(Probes probes)
        => probes.Lists.Count * probes.Lists.Width >= (long)MinGroup * NList && _count < ListLocation.MaxRows;

    private unsafe void SearchGrouped(Rows<float> queries, Probes probes, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        int workers = (int)Math.Min(ParallelRange.Workers(options.MaxDegreeOfParallelism), NList);
        int candidates = GroupedHeaps.CandidatesFor(distances.Width);
        long block = Math.Clamp(GroupedHeapBytes / ((long)sizeof(long) * candidates * workers), 1, queries.Count);
        using var scores = new Scratch<float>(block * workers, candidates);
        using var locations = new Scratch<long>(block * workers, candidates);
        using var norms = new Scratch<float>(block * workers, 2);
        using var numbers = new Scratch<int>(NList + block * probes.Lists.Width, 1);
        using var coarse = new Scratch<float>(block * probes.Lists.Width, 1);
        for (long start = 0; start < queries.Count; start += block)
        {
            long rows = Math.Min(block, queries.Count - start);
            var blockProbes = new Probes(probes.Distances.Slice(start, rows), probes.Lists.Slice(start, rows));
            var heaps = new GroupedHeaps(Metric, rows, candidates, scores.Pointer, locations.Pointer, norms.Pointer);
            var visits = new ListVisits(blockProbes.Lists, blockProbes.Distances, 0, NList, numbers.Pointer, coarse.Pointer);
            int nextList = 0;
            ParallelRange.Run(
                new GroupJob(this, queries.Slice(start, rows), visits, heaps, &nextList, options), workers, 1, workers, options.CancellationToken);
            var alone = new SearchJob(
                this, queries.Slice(start, rows), blockProbes, distances.Slice(start, rows), ids.Slice(start, rows), options);
            ParallelRange.Run(
                new SettleJob(this, queries.Slice(start, rows), blockProbes, heaps, workers, distances.Slice(start, rows), ids.Slice(start, rows), alone),
                rows, 16, workers, options.CancellationToken);
        }
    }

    /// <summary>A worker takes one list after the other until all are done; its heaps are its own.</summary>
    private readonly unsafe struct GroupJob(
        IvfIndex index, Rows<float> queries, ListVisits visits, GroupedHeaps heaps, int* nextList, SearchOptions options) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (long worker = start; worker < end; worker++)
                Work(worker);
        }

        private void Work(long worker)
        {
            heaps.Initialize(worker);
            CodeScanner scanner = index.RentScanner(options);
            PackedPanel panel = PanelPool.Rent();
            using var gathered = new Scratch<float>(visits.LargestGroup, index.Dimension);
            for (int list = Interlocked.Increment(ref *nextList) - 1; list < index.NList; list = Interlocked.Increment(ref *nextList) - 1)
            {
                options.CancellationToken.ThrowIfCancellationRequested();
                int count = visits.Count(list);
                if (count == 0 || index.Lists.Length(list) == 0)
                    continue;
                if (count < MinGroup)
                    VisitAlone(worker, list, scanner);
                else
                    VisitTogether(worker, list, panel, gathered.Rows);
            }
            PanelPool.Return(panel);
            index._scanners.Return(scanner);
        }

        private void VisitAlone(long worker, int list, CodeScanner scanner)
        {
            InvertedLists lists = index.Lists;
            var source = new IdSource(ListLocation.Of(list, 0), lists.Ids(list).Pointer, options.Filter);
            for (int i = 0; i < visits.Count(list); i++)
            {
                int query = visits.Queries(list)[i];
                scanner.SetQuery(queries.RowPointer(query));
                scanner.SetList(list, visits.CoarseDistances(list)[i]);
                scanner.Scan(
                    lists.Codes(list), lists.Length(list), source, heaps.Scores(worker, query), heaps.Locations(worker, query), heaps.Candidates);
            }
        }

        private void VisitTogether(long worker, int list, PackedPanel panel, Rows<float> gathered)
        {
            int d = index.Dimension;
            int count = visits.Count(list);
            int* slots = visits.Queries(list);
            bool toCentroid = index.PacksResiduals && index.Metric == Metric.L2;
            float* bias = index.PacksResiduals && index.Metric == Metric.InnerProduct ? visits.CoarseDistances(list) : null;
            for (int i = 0; i < count; i++)
            {
                if (toCentroid)
                    TensorPrimitives.Subtract(queries[slots[i]], index.Centroids[list], gathered[i]);
                else
                    queries[slots[i]].CopyTo(gathered[i]);
            }
            InvertedLists lists = index.Lists;
            long length = lists.Length(list);
            int panelRows = Math.Clamp(GroupedPanelBytes / (sizeof(float) * d) / 64 * 64, 64, 4096);
            var rows = new TopKRows(heaps.Scores(worker, 0), heaps.Locations(worker, 0), heaps.Candidates, slots, bias);
            float listNorm = 0;
            for (long row = 0; row < length; row += panelRows)
            {
                int panelCount = (int)Math.Min(panelRows, length - row);
                float norm = index.PackList(panel, lists.Codes(list) + row * lists.CodeSize, panelCount);
                listNorm = !(norm <= listNorm) ? norm : listNorm;
                var source = new IdSource(ListLocation.Of(list, row), lists.Ids(list).RowPointer(row), options.Filter);
                DistanceTile.TopK(gathered.Pointer, count, panel, index.Metric, source, rows);
            }
            for (int i = 0; i < count; i++)
                heaps.NoteNorms(worker, slots[i], MathF.Sqrt(VectorDistance.SquaredNorm(gathered.RowPointer(i), d)), listNorm);
        }
    }
}
