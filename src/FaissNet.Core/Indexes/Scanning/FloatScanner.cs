using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>Codes that are the vectors themselves, compared directly.</summary>
internal sealed unsafe class FloatScanner(int dimension, Metric metric)
    : CodeScanner(metric, new CodeLayout(dimension * sizeof(float), isTransposed: false))
{
    private const int PrefetchRows = 4;

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

    public override void DistancesOf(byte* codes, int* rows, int count, float* distances)
    {
        // They lie anywhere in memory, so that each is asked for while those before it are compared.
        for (int i = 0; i < Math.Min(PrefetchRows, count); i++)
            Prefetch.Row(codes + rows[i] * (long)Layout.CodeSize, Layout.CodeSize);
        for (int i = 0; i < count; i++)
        {
            if (i + PrefetchRows < count)
                Prefetch.Row(codes + rows[i + PrefetchRows] * (long)Layout.CodeSize, Layout.CodeSize);
            Distances(codes + rows[i] * (long)Layout.CodeSize, 1, distances + i);
        }
    }
}
