using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>Codes that are the vectors themselves, compared directly.</summary>
internal sealed unsafe class FloatScanner(int dimension, Metric metric)
    : CodeScanner(metric, new CodeLayout(dimension * sizeof(float), isTransposed: false))
{
    private float* _query;

    public override bool SwitchesQueriesCheaply => true;

    public override void SetQuery(float* query) => _query = query;

    public override void Distances(byte* codes, int count, float* distances)
    {
        if (Metric == Metric.L2)
            VectorDistance.L2SquaredToRows(_query, (float*)codes, count, dimension, distances);
        else
            VectorDistance.InnerProductToRows(_query, (float*)codes, count, dimension, distances);
    }
}
