using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>Scalar codes that no kernel compares directly: they are decoded a block at a time and compared as vectors.</summary>
internal sealed unsafe class DecodingScanner(ScalarQuantizer quantizer, Metric metric)
    : CodeScanner(metric, new CodeLayout(quantizer.CodeSize, isTransposed: false))
{
    private readonly AlignedBuffer<float> _vectors = new((long)BlockRows * quantizer.Dimension);
    private float* _query;

    public override bool SwitchesQueriesCheaply => true;

    public override void SetQuery(float* query) => _query = query;

    public override void Distances(byte* codes, int count, float* distances)
    {
        int d = quantizer.Dimension;
        quantizer.DecodeRows(new Rows<byte>(codes, count, quantizer.CodeSize), new Rows<float>(_vectors.Pointer, count, d));
        if (Metric == Metric.L2)
            VectorDistance.L2SquaredToRows(_query, _vectors.Pointer, count, d, distances);
        else
            VectorDistance.InnerProductToRows(_query, _vectors.Pointer, count, d, distances);
    }

    public override void Dispose()
    {
        _vectors.Dispose();
        base.Dispose();
    }
}
