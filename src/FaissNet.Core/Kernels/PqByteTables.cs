using System.Numerics.Tensors;
using FaissNet.Storage;

namespace FaissNet.Kernels;

/// <summary>
/// Tables for codes of a product quantizer of which several numbers make a byte, as of 1 or 2 bits: one table of 256 sums per byte, so that a byte is
/// looked up at once instead of number by number. Their scores differ from those of <see cref="PqScan.ScanPacked"/> by the rounding of another order
/// of addition, so they only say which rows are worth the plain sum: results are exactly those of the plain scan.
/// </summary>
internal sealed unsafe class PqByteTables : IDisposable
{
    private const int Entries = 256;
    private const int RowsAtOnce = 256;

    /// <summary>
    /// Rounding of float sums, relative to the sizes of what is added: half a unit in the last place for each addition of either sum, twice over.
    /// </summary>
    private const float Rounding = 2.5e-7f;

    private readonly int _m;
    private readonly int _nbits;
    private readonly int _codeSize;
    private readonly AlignedBuffer<float> _tables;
    private readonly AlignedBuffer<float> _scores = new(RowsAtOnce);
    private float* _table;
    private float _magnitude;

    /// <param name="m">Sub-quantizers.</param>
    /// <param name="nbits">Bits of each.</param>
    public PqByteTables(int m, int nbits)
    {
        _m = m;
        _nbits = nbits;
        _codeSize = m * nbits / 8;
        _tables = new AlignedBuffer<float>((long)_codeSize * Entries);
    }

    /// <summary>Whether all numbers lie within bytes, and enough of them in each to gain anything.</summary>
    public static bool Fit(int m, int nbits) => nbits is 1 or 2 && m * nbits % 8 == 0;

    /// <summary>Takes the float table [M][ksub] of a query; it must stay unchanged while scanning.</summary>
    public void Prepare(float* table)
    {
        _table = table;
        int numbers = 8 / _nbits;
        int ksub = 1 << _nbits;
        _magnitude = 0;
        for (int b = 0; b < _codeSize; b++)
        {
            float* sums = _tables.Pointer + b * Entries;
            sums[0] = 0;
            int count = 1;
            for (int i = 0; i < numbers; i++, table += ksub)
            {
                _magnitude += Math.Abs(TensorPrimitives.MaxMagnitude<float>(new ReadOnlySpan<float>(table, ksub)));
                // Higher numbers stand in front, the first last, because its entries are read until then.
                for (int number = ksub - 1; number >= 0; number--)
                    TensorPrimitives.Add<float>(new ReadOnlySpan<float>(sums, count), table[number], new Span<float>(sums + number * count, count));
                count *= ksub;
            }
        }
    }

    /// <summary>Offers rows to a heap, with exactly the results of <see cref="PqScan.ScanPacked"/> and a heap.</summary>
    public void Scan<TOrder>(byte* codes, long count, float bias, in IdSource ids, float* heapScores, long* heapIds, int k)
        where TOrder : struct, ITopKOrder<float>
    {
        float sign = typeof(TOrder) == typeof(SmallestFirst) ? -1 : 1;
        for (long start = 0; start < count; start += RowsAtOnce)
        {
            int rows = (int)Math.Min(RowsAtOnce, count - start);
            PqScan.Scan8(codes, rows, _codeSize, _tables.Pointer, bias, _scores.Pointer);
            for (int i = 0; i < rows; i++)
            {
                float worst = heapScores[0];
                // NaN, where nothing can be said, is worth a look.
                float reach = _scores.Pointer[i] + sign * Rounding * (_m + 8) * (_magnitude + Math.Abs(bias) + Math.Abs(worst));
                if (!TOrder.IsBetter(reach, worst) && !float.IsNaN(reach))
                    continue;
                float score;
                PqScan.ScanPacked(codes + (long)i * _codeSize, 1, _codeSize, _m, _nbits, _table, bias, &score);
                if (TOrder.IsBetter(score, worst) && ids.TryGet(start + i, out long id))
                    TopKHeap.ReplaceTop<TOrder, float>(heapScores, heapIds, k, score, id);
            }
            codes += (long)rows * _codeSize;
        }
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        _tables.Dispose();
        _scores.Dispose();
    }
}
