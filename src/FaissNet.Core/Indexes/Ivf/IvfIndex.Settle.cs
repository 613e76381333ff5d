using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

public abstract partial class IvfIndex
{
    /// <summary>Turns the candidates of grouped queries into results.</summary>
    private readonly unsafe struct SettleJob(
        IvfIndex index, Rows<float> queries, Probes probes, GroupedHeaps heaps, int workers, Rows<float> distances, Rows<long> ids,
        SearchJob alone) : IRangeJob
    {
        public void Run(long start, long end)
        {
            CodeScanner scanner = index.RentScanner(SearchOptions.Default);
            using var scores = new Scratch<float>(1, heaps.Candidates);
            using var found = new Scratch<long>(1, heaps.Candidates);
            for (long q = start; q < end; q++)
            {
                bool settled = index.Metric == Metric.L2
                    ? Settle<SmallestFirst>(scanner, q, scores.Pointer, found.Pointer)
                    : Settle<LargestFirst>(scanner, q, scores.Pointer, found.Pointer);
                if (!settled)
                    alone.SearchOne(scanner, q);
            }
            index._scanners.Return(scanner);
        }

        /// <summary>Compares the candidates directly and takes the best k, unless something else might belong to them.</summary>
        private bool Settle<TOrder>(CodeScanner scanner, long q, float* scores, long* found)
            where TOrder : struct, ITopKOrder<float>
        {
            int k = distances.Width;
            int candidates = heaps.Candidates;
            heaps.MergeAll<TOrder>(workers, q);
            float worst = heaps.Scores(0, q)[0];
            TopKHeap.Initialize<TOrder, float>(scores, found, candidates);
            if (!Compare<TOrder>(scanner, q, scores, found))
                return false;
            TopKHeap.Sort<TOrder, float>(scores, found, candidates);
            // Of equals at the cut, it depends on the order of visits which ones stay.
            if (found[k] != -1 && scores[k - 1] == scores[k])
                return false;
            float rounding = heaps.Rounding(q, index.Dimension, scores[k - 1]);
            if (!float.IsFinite(rounding))
                return false;
            // While there are free places, nothing has been turned away.
            bool full = worst != TOrder.Missing;
            float limit = typeof(TOrder) == typeof(SmallestFirst) ? scores[k - 1] + rounding : scores[k - 1] - rounding;
            if (full && !TOrder.IsBetter(limit, worst))
                return false;
            new Span<float>(scores, k).CopyTo(distances[q]);
            new Span<long>(found, k).CopyTo(ids[q]);
            return true;
        }

        /// <summary>Offers all candidates with their direct scores; false when an id is −1, which results cannot have.</summary>
        private bool Compare<TOrder>(CodeScanner scanner, long q, float* scores, long* found)
            where TOrder : struct, ITopKOrder<float>
        {
            int candidates = heaps.Candidates;
            InvertedLists lists = index.Lists;
            // In the order of the lists, because a scanner may need tables for each.
            var locations = new Span<long>(heaps.Locations(0, q), candidates);
            locations.Sort();
            int list = -1;
            scanner.SetQuery(queries.RowPointer(q));
            foreach (long location in locations)
            {
                if (location < 0)
                    continue;
                if (ListLocation.List(location) != list)
                {
                    list = ListLocation.List(location);
                    scanner.SetList(list, probes.Distances[q][probes.Lists[q].IndexOf(list)]);
                }
                long row = ListLocation.Row(location);
                long id = lists.Ids(list).Pointer[row];
                if (id == -1)
                    return false;
                TopKHeap.Push<TOrder, float>(scores, found, candidates, scanner.DistanceOf(lists.Codes(list), row), id);
            }
            return true;
        }
    }
}
