using System.Numerics;
using System.Runtime.InteropServices;

namespace FaissNet.Quantizers;

internal sealed partial class PolysemousAnnealing
{
    private double Cost(int[] permutation)
    {
        double cost = 0;
        for (int i = 0; i < _n; i++)
            cost += CostOfRow(permutation, i);
        return cost;
    }

    private double CostOfRow(int[] permutation, int i)
    {
        ReadOnlySpan<double> targets = _target.Slice((long)i * _n, _n);
        ReadOnlySpan<double> weights = _weight.Slice((long)i * _n, _n);
        double cost = 0;
        for (int j = 0; j < _n; j++)
            cost += Term(targets[j], weights[j], permutation[i], permutation[j]);
        return cost;
    }

    /// <summary>Whether swapping the numbers of centroids iw and jw lowers the cost.</summary>
    private bool IsCheaper(int[] permutation, int iw, int jw)
    {
        float half = HalfChange(permutation, iw, jw);
        float bound = _rowBound[iw] + _rowBound[jw];
        if (MathF.Abs(half) > bound)
            return half < 0;
        return ExactChange(permutation, iw, jw) < 0;
    }

    /// <summary>
    /// Half of the change of the cost, in single precision. T and W are symmetric, so rows iw and jw say it all; the terms of the two with each
    /// other and themselves do not change and are taken out again.
    /// </summary>
    private float HalfChange(int[] permutation, int iw, int jw)
    {
        ReadOnlySpan<float> linearI = _linear.Slice((long)iw * _n, _n);
        ReadOnlySpan<float> linearJ = _linear.Slice((long)jw * _n, _n);
        ReadOnlySpan<float> squareI = _square.Slice((long)iw * _n, _n);
        ReadOnlySpan<float> squareJ = _square.Slice((long)jw * _n, _n);
        int pi = permutation[iw];
        int pj = permutation[jw];
        float sum = SumInLanes(permutation, pi, pj, linearI, linearJ, squareI, squareJ, out int done);
        for (int k = done; k < _n; k++)
        {
            int h = BitOperations.PopCount((uint)(pi ^ permutation[k]));
            int hNew = BitOperations.PopCount((uint)(pj ^ permutation[k]));
            sum += (linearI[k] - linearJ[k]) * (h - hNew) - (squareI[k] - squareJ[k]) * (h * h - hNew * hNew);
        }
        int between = BitOperations.PopCount((uint)(pi ^ pj));
        sum += (linearI[iw] - linearJ[iw]) * between - (squareI[iw] - squareJ[iw]) * (between * between);
        sum -= (linearI[jw] - linearJ[jw]) * between - (squareI[jw] - squareJ[jw]) * (between * between);
        return sum;
    }

    private static float SumInLanes(
        int[] permutation, int pi, int pj, ReadOnlySpan<float> linearI, ReadOnlySpan<float> linearJ, ReadOnlySpan<float> squareI,
        ReadOnlySpan<float> squareJ, out int done)
    {
        ReadOnlySpan<Vector<int>> numbers = MemoryMarshal.Cast<int, Vector<int>>(permutation.AsSpan());
        ReadOnlySpan<Vector<float>> li = MemoryMarshal.Cast<float, Vector<float>>(linearI);
        ReadOnlySpan<Vector<float>> lj = MemoryMarshal.Cast<float, Vector<float>>(linearJ)[..li.Length];
        ReadOnlySpan<Vector<float>> si = MemoryMarshal.Cast<float, Vector<float>>(squareI)[..li.Length];
        ReadOnlySpan<Vector<float>> sj = MemoryMarshal.Cast<float, Vector<float>>(squareJ)[..li.Length];
        numbers = numbers[..li.Length];
        var oldNumber = new Vector<int>(pi);
        var newNumber = new Vector<int>(pj);
        Vector<float> sum = Vector<float>.Zero;
        for (int k = 0; k < li.Length; k++)
        {
            Vector<int> h = PopCount(numbers[k] ^ oldNumber);
            Vector<int> hNew = PopCount(numbers[k] ^ newNumber);
            Vector<float> change = Vector.ConvertToSingle(h - hNew);
            Vector<float> total = Vector.ConvertToSingle(h + hNew);
            // h² − h'² = (h − h') · (h + h'), small integers, so exact.
            sum += change * (li[k] - lj[k] - (si[k] - sj[k]) * total);
        }
        done = li.Length * Vector<int>.Count;
        return Vector.Sum(sum);
    }

    /// <summary>Set bits of numbers below 2¹⁶.</summary>
    private static Vector<int> PopCount(Vector<int> x)
    {
        x -= Vector.ShiftRightLogical(x, 1) & new Vector<int>(0x5555);
        x = (x & new Vector<int>(0x3333)) + (Vector.ShiftRightLogical(x, 2) & new Vector<int>(0x3333));
        x = (x + Vector.ShiftRightLogical(x, 4)) & new Vector<int>(0x0f0f);
        return (x + Vector.ShiftRightLogical(x, 8)) & new Vector<int>(0x1f);
    }

    /// <summary>The change of the cost as FAISS sums it, term by term in the same order.</summary>
    private double ExactChange(int[] permutation, int iw, int jw)
    {
        double change = 0;
        for (int i = 0; i < _n; i++)
        {
            ReadOnlySpan<double> targets = _target.Slice((long)i * _n, _n);
            ReadOnlySpan<double> weights = _weight.Slice((long)i * _n, _n);
            int number = permutation[i];
            if (i == iw || i == jw)
            {
                int newNumber = permutation[i == iw ? jw : iw];
                for (int j = 0; j < _n; j++)
                {
                    change -= Term(targets[j], weights[j], number, permutation[j]);
                    change += Term(targets[j], weights[j], newNumber, permutation[j == iw ? jw : j == jw ? iw : j]);
                }
                continue;
            }
            change -= Term(targets[iw], weights[iw], number, permutation[iw]);
            change += Term(targets[iw], weights[iw], number, permutation[jw]);
            change -= Term(targets[jw], weights[jw], number, permutation[jw]);
            change += Term(targets[jw], weights[jw], number, permutation[iw]);
        }
        return change;
    }

    private static double Term(double target, double weight, int number, int other)
    {
        double difference = target - BitOperations.PopCount((uint)(number ^ other));
        return weight * (difference * difference);
    }
}
