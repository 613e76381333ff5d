using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>Scalar codes, decoded in registers while they are compared.</summary>
internal sealed unsafe class ScalarCodeScanner(ScalarSteps steps, Metric metric)
    : CodeScanner(metric, new CodeLayout(steps.View.CodeSize, isTransposed: false))
{
    private float* _query;

    public override bool SwitchesQueriesCheaply => true;

    public override void SetQuery(float* query) => _query = query;

    public override void Distances(byte* codes, int count, float* distances)
        => ScalarCode.ToCodes(steps.View, _query, codes, count, Metric, distances);
}
