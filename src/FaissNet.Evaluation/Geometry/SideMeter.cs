using System.IO.Hashing;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace FaissNet.Evaluation;

/// <summary>Measures one side block by block, so that it need not be in memory.</summary>
internal sealed class SideMeter(VectorSource vectors, EvaluationOptions options)
{
    private const double UnitTolerance = 0.01;
    private const double OutlierMagnitude = 5;
    private const int MostOutliers = 20;

    // 512 MiB of hashes. Of more vectors those are kept whose hash is a multiple of a step: equal ones are kept together.
    private const long MostHashes = 1 << 26;

    private readonly int _dimension = vectors.Dimension;
    private readonly ulong _hashStep = (ulong)(vectors.Count / MostHashes) + 1;
    private readonly double[] _row = new double[vectors.Dimension];
    private readonly double[] _sums = new double[vectors.Dimension];
    private readonly double[] _squares = new double[vectors.Dimension];
    private readonly float[] _first = new float[vectors.Dimension];
    private readonly bool[] _varies = new bool[vectors.Dimension];
    private readonly List<ulong> _hashes = [];
    private double _norms, _most;
    private double _least = double.PositiveInfinity;
    private long _notUnit;

    public SideGeometry Measure(string stage)
    {
        vectors.ReadRows(0, 1, _first);
        vectors.VisitBlocks(Add, stage, options.Progress, options.CancellationToken);
        double count = vectors.Count;
        float[] mean = Array.ConvertAll(_sums, sum => (float)(sum / count));
        float[] spectrum = Spectrum.Measure(vectors, options);
        return new SideGeometry
        {
            Count = vectors.Count,
            Mean = mean,
            Concentration = _norms == 0 ? 0 : TensorPrimitives.Norm<float>(mean) / (_norms / count),
            MeanNorm = _norms / count,
            LeastNorm = _least,
            MostNorm = _most,
            NotUnitShare = _notUnit / count,
            DuplicateShare = DuplicateShare(),
            ConstantDimensions = _varies.Count(varies => !varies),
            OutlierDimensions = Outliers(count),
            Spectrum = spectrum,
            EffectiveDimension = Spectrum.Participation(spectrum),
        };
    }

    private void Add(long start, ReadOnlySpan<float> block)
    {
        for (; !block.IsEmpty; block = block[_dimension..], start++)
        {
            ReadOnlySpan<float> row = block[.._dimension];
            if (!TensorPrimitives.IsFiniteAll(row))
                throw new InvalidDataException($"Vector {start} has a value that is not finite.");
            TensorPrimitives.ConvertTruncating<float, double>(row, _row);
            TensorPrimitives.Add<double>(_sums, _row, _sums);
            TensorPrimitives.MultiplyAdd<double>(_row, _row, _squares, _squares);
            AddNorm(TensorPrimitives.Norm<double>(_row));
            ulong hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes(row));
            if (hash % _hashStep == 0)
                _hashes.Add(hash);
            if (!row.SequenceEqual(_first))
            {
                for (int i = 0; i < row.Length; i++)
                    _varies[i] |= row[i] != _first[i];
            }
        }
    }

    private void AddNorm(double norm)
    {
        _norms += norm;
        _least = Math.Min(_least, norm);
        _most = Math.Max(_most, norm);
        _notUnit += Math.Abs(norm - 1) > UnitTolerance ? 1 : 0;
    }

    private double DuplicateShare()
    {
        Span<ulong> sorted = CollectionsMarshal.AsSpan(_hashes);
        sorted.Sort();
        int equal = 0;
        for (int i = 1; i < sorted.Length; i++)
            equal += sorted[i] == sorted[i - 1] ? 1 : 0;
        return sorted.IsEmpty ? 0 : (double)equal / sorted.Length;
    }

    private List<OutlierDimension> Outliers(double count)
    {
        double[] magnitudes = Array.ConvertAll(_squares, square => Math.Sqrt(square / count));
        double median = magnitudes.Order().ElementAt(magnitudes.Length / 2);
        if (median == 0)
            return [];
        return
        [
            .. magnitudes
                .Select((magnitude, dimension) => new OutlierDimension(dimension, magnitude / median))
                .Where(outlier => outlier.Magnitude >= OutlierMagnitude)
                .OrderByDescending(outlier => outlier.Magnitude)
                .Take(MostOutliers),
        ];
    }
}
