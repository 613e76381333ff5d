using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>Sign codes against the code of a query, a block at a time: for range search and for single codes.</summary>
internal sealed unsafe class HammingScanner : CodeScanner
{
    private readonly LshIndex _index;
    private readonly AlignedBuffer<byte> _query;
    private readonly AlignedBuffer<byte> _rows;
    private readonly AlignedBuffer<int> _bits = new(BlockRows);

    public HammingScanner(LshIndex index)
        : base(Metric.L2, index.Codes.Layout)
    {
        _index = index;
        _query = new AlignedBuffer<byte>(Layout.CodeSize);
        _rows = new AlignedBuffer<byte>((long)BlockRows * Layout.CodeSize);
    }

    public override void SetQuery(float* query)
        => _index.EncodeQueries(new Rows<float>(query, 1, _index.Dimension), _query.AsRows(Layout.CodeSize), SearchOptions.Default);

    public override void Distances(byte* codes, int count, float* distances)
    {
        Layout.Read(codes, 0, _rows.AsRows(Layout.CodeSize).Slice(0, count));
        Hamming.Distances(_query.Pointer, _rows.Pointer, count, Layout.CodeSize, _bits.Pointer);
        for (int i = 0; i < count; i++)
            distances[i] = _bits.Pointer[i];
    }

    public override float DistanceOf(byte* codes, long row)
    {
        Layout.ReadRow(codes, row, _rows.Pointer);
        return Hamming.Distance(_query.Pointer, _rows.Pointer, Layout.CodeSize);
    }

    public override void Dispose()
    {
        _query.Dispose();
        _rows.Dispose();
        _bits.Dispose();
        base.Dispose();
    }
}
