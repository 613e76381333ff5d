namespace FaissNet.Tests.Indexes;

/// <summary>RaBitQ distances in double precision, straight from the formulas, over a stored code as FAISS's files have it.</summary>
internal sealed class RaBitQOracle
{
    private static readonly double[] s_radii = [0.79688, 1.49375, 2.05078, 2.50938, 2.91250, 3.26406, 3.59844, 3.91016];

    private readonly Metric _metric;
    private readonly int _d;
    private readonly int _extra;
    private readonly double[] _z;
    private readonly double[] _rounded;
    private readonly double _squared;
    private readonly double _queryNorm;
    private readonly double _centerProduct;

    /// <param name="query">d values.</param>
    /// <param name="center">d values.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="bits">Bits of a component of a code.</param>
    /// <param name="queryBits">Bits of a component of the query; 0 for all.</param>
    /// <param name="centered">Whether the steps of the query are symmetric.</param>
    public RaBitQOracle(ReadOnlySpan<float> query, ReadOnlySpan<float> center, Metric metric, int bits, int queryBits, bool centered)
    {
        (_metric, _d, _extra) = (metric, query.Length, bits - 1);
        _z = new double[_d];
        for (int j = 0; j < _d; j++)
        {
            _z[j] = query[j] - center[j];
            _queryNorm += (double)query[j] * query[j];
            _centerProduct += (double)query[j] * center[j];
        }
        _squared = _z.Sum(z => z * z);
        _rounded = Rounded(queryBits, centered);
    }

    /// <summary>By the signs.</summary>
    public double Estimate(ReadOnlySpan<byte> code)
    {
        double product = 0;
        for (int j = 0; j < _d; j++)
            product += _rounded[j] * (2 * Sign(code, j) - 1);
        product /= Math.Sqrt(_d);
        double distance = Factor(code, 0) + _squared - 2 * Factor(code, 1) * product;
        return _metric == Metric.L2 ? Math.Max(0, distance) : -0.5 * (distance - _queryNorm);
    }

    /// <summary>The bound that decides whether all bits are looked at.</summary>
    public double Bound(ReadOnlySpan<byte> code)
    {
        double error = Factor(code, 2) * Math.Sqrt(_squared);
        return _metric == Metric.L2 ? Math.Max(0, Estimate(code) - error) : Estimate(code) + error;
    }

    /// <summary>By all bits.</summary>
    public double Full(ReadOnlySpan<byte> code)
    {
        ReadOnlySpan<byte> levels = code[((_d + 7) / 8 + 12)..];
        double product = 0;
        for (int j = 0; j < _d; j++)
        {
            int level = Sign(code, j) << _extra;
            for (int b = 0; b < _extra; b++)
                level += ((levels[(j * _extra + b) / 8] >> ((j * _extra + b) % 8)) & 1) << b;
            product += _z[j] * (level - ((1 << _extra) - 0.5));
        }
        double added = BitConverter.ToSingle(code[^8..]), factor = BitConverter.ToSingle(code[^4..]);
        double distance = (_metric == Metric.L2 ? _squared : _centerProduct) + added + factor * product;
        return _metric == Metric.L2 ? Math.Max(0, distance) : distance;
    }

    private static int Sign(ReadOnlySpan<byte> code, int j) => (code[j / 8] >> (j % 8)) & 1;

    private double Factor(ReadOnlySpan<byte> code, int factor) => BitConverter.ToSingle(code[((_d + 7) / 8 + 4 * factor)..]);

    /// <summary>What the rounded query stands for.</summary>
    private double[] Rounded(int bits, bool centered)
    {
        if (bits == 0)
            return _z;
        int largest = (1 << bits) - 1;
        double radius = centered ? s_radii[bits - 1] * Math.Sqrt(_squared / _d) : 0;
        double low = centered ? -radius : _z.Min();
        double step = ((centered ? radius : _z.Max()) - low) / largest;
        double[] numbers = Array.ConvertAll(_z, z => Math.Floor(Math.Clamp((z - low) / step, 0, largest) + 0.5));
        if (!centered)
            return Array.ConvertAll(numbers, number => low + step * number);
        // Of the length of the query itself.
        double squares = numbers.Sum(number => (2 * number - largest) * (2 * number - largest));
        return Array.ConvertAll(numbers, number => (2 * number - largest) * Math.Sqrt(_squared / squares));
    }
}
