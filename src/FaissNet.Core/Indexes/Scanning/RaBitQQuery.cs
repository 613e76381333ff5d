using System.Numerics.Tensors;
using System.Runtime.Intrinsics;
using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// A query prepared for RaBitQ codes of one centre: its difference to the centre, rounded to a few bits or not, and tables that turn signs into sums.
/// FAISS: <c>RaBitQDistanceComputer</c>.
/// </summary>
internal sealed unsafe class RaBitQQuery : IDisposable
{
    private const int Padding = RaBitQProduct.Padding;

    /// <summary>
    /// Half the range of a centred query of 1 to 8 bits, in standard deviations: the radii that lose least of a normal distribution. FAISS:
    /// <c>Z_MAX_BY_QB</c>.
    /// </summary>
    private static readonly float[] s_radii = [0.79688f, 1.49375f, 2.05078f, 2.50938f, 2.91250f, 3.26406f, 3.59844f, 3.91016f];

    private readonly int _dimension;
    private readonly int _signBytes;
    private readonly Metric _metric;
    private readonly AlignedBuffer<float> _difference;
    private readonly AlignedBuffer<byte> _numbers;
    private readonly AlignedBuffer<byte> _tables = new();
    private readonly AlignedBuffer<float> _floatTables = new();
    private RaBitQTerms _terms;
    private int _planes;

    public RaBitQQuery(int dimension, Metric metric)
    {
        _dimension = dimension;
        _signBytes = (dimension + 7) / 8;
        _metric = metric;
        int padded = (dimension + Padding - 1) / Padding * Padding;
        _difference = new AlignedBuffer<float>(padded);
        _numbers = new AlignedBuffer<byte>(padded);
    }

    /// <summary>What a distance takes from the query.</summary>
    public ref readonly RaBitQTerms Terms => ref _terms;

    /// <summary>The difference to the centre, zero behind the last dimension up to a multiple of 16.</summary>
    public float* Difference => _difference.Pointer;

    /// <summary>Takes a query.</summary>
    /// <param name="query">d values.</param>
    /// <param name="center">d values.</param>
    /// <param name="bits">Bits that its components are rounded to; 0 for none.</param>
    /// <param name="centered">Whether the steps lie symmetrically around zero.</param>
    public void Prepare(float* query, ReadOnlySpan<float> center, int bits, bool centered)
    {
        var vector = new ReadOnlySpan<float>(query, _dimension);
        TensorPrimitives.Subtract(vector, center, _difference.Slice(0, _dimension));
        float squared = VectorDistance.SquaredNorm(_difference.Pointer, _dimension);
        _terms = new RaBitQTerms { CenterDistance = squared, ErrorScale = MathF.Sqrt(squared), Scale = 1 };
        if (_metric == Metric.InnerProduct)
        {
            _terms.QueryNorm = VectorDistance.SquaredNorm(query, _dimension);
            fixed (float* c = center)
                _terms.CenterProduct = VectorDistance.InnerProduct(query, c, _dimension);
        }
        if (bits == 0)
            UseFloats();
        else
            UseNumbers(bits, centered);
    }

    /// <summary>The sums of the query over the set signs of the rows of some blocks.</summary>
    public void Sums(byte* blocks, long count, in SignShape shape, float* sums)
    {
        if (_planes == 0)
            SignFloatSums.Blocks(blocks, count, shape, _floatTables.Pointer, sums);
        else
            SignSums.Blocks(blocks, count, shape, _tables.Pointer, _planes, sums);
    }

    public void Dispose()
    {
        _difference.Dispose();
        _numbers.Dispose();
        _tables.Dispose();
        _floatTables.Dispose();
    }

    private void UseFloats()
    {
        _planes = 0;
        float inverseRoot = 1 / MathF.Sqrt(_dimension);
        float sum = 0;
        foreach (float z in _difference.Slice(0, _dimension))
            sum += z;
        _terms.SumFactor = 2 * inverseRoot;
        _terms.Offset = -(sum * inverseRoot);
        _floatTables.EnsureCapacity(_signBytes * 256L);
        SignFloatSums.BuildTables(_difference.Pointer, _signBytes, _floatTables.Pointer);
    }

    private void UseNumbers(int bits, bool centered)
    {
        int largest = (1 << bits) - 1;
        float inverseRoot = 1 / MathF.Sqrt(_dimension);
        ReadOnlySpan<float> z = _difference.Slice(0, _dimension);
        float radius = centered ? s_radii[bits - 1] * MathF.Sqrt(_terms.CenterDistance / _dimension) : 0;
        float low = centered ? -radius : TensorPrimitives.Min(z);
        float high = centered ? radius : TensorPrimitives.Max(z);
        float step = (high - low) / largest;
        long sum = step > 0 ? Round(low, 1 / step, largest) : 0;
        if (!(step > 0))
            _numbers.Slice(0, _dimension).Clear();
        if (centered)
        {
            _terms.SumFactor = 4;
            _terms.CountFactor = -2 * largest;
            _terms.Offset = largest * (long)_dimension - 2 * sum;
            _terms.Scale = MathF.Sqrt(_terms.CenterDistance / (SquaredLevels(largest) * _dimension));
        }
        else
        {
            _terms.SumFactor = 2 * step * inverseRoot;
            _terms.CountFactor = 2 * low * inverseRoot;
            _terms.Offset = -(inverseRoot * (step * sum + _dimension * low));
        }
        _planes = SignSums.Planes(bits);
        _tables.EnsureCapacity(SignSums.TableBytes(_signBytes, _planes));
        SignSums.BuildTables(_numbers.Pointer, _signBytes, _planes, _tables.Pointer);
    }

    /// <summary>Rounds the components to numbers from 0 to <paramref name="largest"/>, halves up; returns their sum.</summary>
    private long Round(float low, float inverseStep, int largest)
    {
        float* z = _difference.Pointer;
        byte* numbers = _numbers.Pointer;
        Vector128<int> sums = Vector128<int>.Zero;
        int j = 0;
        for (; j <= _dimension - 16; j += 16)
        {
            Vector128<int> first = Rounded(z + j), second = Rounded(z + j + 4), third = Rounded(z + j + 8), fourth = Rounded(z + j + 12);
            sums += first + second + third + fourth;
            Vector128.Narrow(Vector128.Narrow(first, second), Vector128.Narrow(third, fourth)).AsByte().Store(numbers + j);
        }
        long sum = Vector128.Sum(sums);
        for (; j < _dimension; j++)
        {
            numbers[j] = (byte)(int)(Math.Clamp((z[j] - low) * inverseStep, 0, largest) + 0.5f);
            sum += numbers[j];
        }
        return sum;

        Vector128<int> Rounded(float* values)
        {
            Vector128<float> x = (Vector128.Load(values) - Vector128.Create(low)) * inverseStep;
            x = Vector128.Min(Vector128.Max(x, Vector128<float>.Zero), Vector128.Create((float)largest));
            return Vector128.ConvertToInt32(x + Vector128.Create(0.5f));
        }
    }

    /// <summary>Σ(2Q − K)².</summary>
    private long SquaredLevels(int largest)
    {
        long sum = 0;
        foreach (byte number in _numbers.Slice(0, _dimension))
        {
            long odd = 2 * number - largest;
            sum += odd * odd;
        }
        return sum;
    }
}
