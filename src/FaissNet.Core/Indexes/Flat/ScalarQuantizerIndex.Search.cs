using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

public sealed partial class ScalarQuantizerIndex
{
    private ScalarSteps? _steps;

    private protected override CodeScanner CreateScanner() => new ScalarCodeScanner(Steps(), Metric);

    private protected override void SearchCore(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        // With a filter, decoding everything for a few would be a waste.
        if (queries.Count < PanelSearch.MinQueries || options.Filter is not null)
        {
            base.SearchCore(queries, distances, ids, options);
            return;
        }
        PanelSearch.Search(new Source(this, Steps()), Metric, queries, distances, ids, options);
        if (Metric == Metric.L2)
            Recompare(queries, distances, ids, options);
    }

    /// <summary>Searches that start together may each make them; all are equal.</summary>
    private ScalarSteps Steps() => _steps ??= new ScalarSteps(Quantizer);

    private readonly unsafe struct Source(ScalarQuantizerIndex index, ScalarSteps steps) : IPanelSource
    {
        public long Count => index.Count;

        public int Dimension => index.Dimension;

        public void Pack(PackedPanel panel, long start, int count)
            => panel.PackCodes(steps.View, index.Codes.Rows.Slice(start, count).Pointer, count);
    }
}
