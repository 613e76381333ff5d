using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

public sealed partial class ScalarQuantizerIndex
{
    private ScalarRanges? _ranges;

    private protected override CodeScanner CreateScanner() => ScalarScanners.Create(Quantizer, Metric);

    private protected override void SearchCore(Rows<float> queries, Rows<float> distances, Rows<long> ids, SearchOptions options)
    {
        // With a filter, decoding everything for a few would be a waste.
        if (queries.Count < PanelSearch.MinQueries || options.Filter is not null)
        {
            base.SearchCore(queries, distances, ids, options);
            return;
        }
        PanelSearch.Search(new Source(this, Ranges()), Metric, queries, distances, ids, options);
        if (Metric == Metric.L2)
            Recompare(queries, distances, ids, options);
    }

    /// <summary>Searches that start together may each make them; all are equal.</summary>
    private ScalarRanges? Ranges()
        => ScalarRanges.Apply(Quantizer) ? _ranges ??= new ScalarRanges(Quantizer) : null;

    private readonly unsafe struct Source(ScalarQuantizerIndex index, ScalarRanges? ranges) : IPanelSource
    {
        public long Count => index.Count;

        public int Dimension => index.Dimension;

        public void Pack(PackedPanel panel, long start, int count)
        {
            Rows<byte> codes = index.Codes.Rows.Slice(start, count);
            if (ranges is not null)
            {
                panel.PackCodes(codes.Pointer, count, Dimension, ranges.Lows, ranges.Widths);
                return;
            }
            using var vectors = new Scratch<float>(count, Dimension);
            index.Quantizer.DecodeRows(codes, vectors.Rows);
            panel.Pack(vectors.Pointer, count, Dimension);
        }
    }
}
