using System.Numerics;
using FaissNet.Clustering;
using FaissNet.Storage;

namespace FaissNet.Quantizers;

internal sealed partial class PolysemousAnnealing
{
    /// <summary>Sets T and W; <c>false</c> when the distances do not vary, so that nothing can be scaled to them.</summary>
    private bool SetTargets(Rows<float> codebook)
    {
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < _n; i++)
        {
            Span<double> targets = _target.Slice((long)i * _n, _n);
            for (int j = 0; j < _n; j++)
            {
                // The last bit can turn the annealing elsewhere.
                double distance = FourLaneSum.SquaredDistance(codebook[i], codebook[j]);
                targets[j] = distance;
                sum += distance;
                squares += distance * distance;
            }
        }
        double mean = sum / _target.Count;
        double deviation = Math.Sqrt(squares / _target.Count - mean * mean);
        if (!(deviation > 0))
            return false;
        // Mean and deviation of the Hamming distance of random numbers of nbits bits; FAISS's divisions are of integers.
        double hammingMean = _nBits / 2;
        double hammingDeviation = Math.Sqrt(_nBits / 4);
        for (long i = 0; i < _target.Count; i++)
        {
            double target = (_target[i] - mean) / deviation * hammingDeviation + hammingMean;
            _target[i] = target;
            _weight[i] = Math.Exp(-Math.Log(2) * target);
        }
        return true;
    }

    /// <summary>
    /// A change of the Hamming distance of a pair from h to h' changes its term by 2WT · (h − h') − W · (h² − h'²): the two coefficients, in single
    /// precision, and for each row the most that its terms can come to.
    /// </summary>
    private void SetCoefficients()
    {
        for (int i = 0; i < _n; i++)
        {
            double bound = 0;
            for (int j = 0; j < _n; j++)
            {
                long at = (long)i * _n + j;
                _linear[at] = (float)(2 * _weight[at] * _target[at]);
                _square[at] = (float)_weight[at];
                bound += Math.Abs(_linear[at]) * _nBits + _square[at] * _nBits * _nBits;
            }
            // Two sums per lane of n / lanes terms, and a few operations around them, lose half a unit in the last place each.
            _rowBound[i] = (float)(bound * (2 * _n / Vector<float>.Count + 32) * Math.Pow(2, -24));
        }
    }
}
