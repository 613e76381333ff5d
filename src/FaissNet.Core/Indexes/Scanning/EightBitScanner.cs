using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>8-bit scalar codes, decoded in registers while they are compared.</summary>
internal sealed unsafe class EightBitScanner(ScalarRanges ranges, int dimension, Metric metric)
    : CodeScanner(metric, new CodeLayout(dimension, isTransposed: false))
{
    private float* _query;

    public override bool SwitchesQueriesCheaply => true;

    public override void SetQuery(float* query) => _query = query;

    public override void Distances(byte* codes, int count, float* distances)
        => ScalarCode.ToCodes(_query, codes, count, dimension, ranges.Lows, ranges.Widths, Metric, distances);
}
