using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>Tables of residual codes, which a scan needs anew for each list: completing and measuring them is most of the work of a short list.</summary>
internal unsafe partial struct PqBlockScanner<TOrder>
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddAndMeasure<TLanes, TVector>(float* precomputed, float* products)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        float sumOfBest = 0, bestFromCheckpoint = 0, magnitude = 0;
        TVector minusTwo = TLanes.Broadcast(-2);
        for (int m = 0; m < _m; m++)
        {
            float* entries = _table + (m * 256);
            TVector low = TLanes.Broadcast(float.MaxValue), low2 = low;
            TVector high = TLanes.Broadcast(-float.MaxValue), high2 = high;
            for (int j = 0; j < 256; j += 2 * TLanes.Width)
            {
                // Twice a number is exact, so that it does not matter that the product is not rounded.
                TVector first = TLanes.MultiplyAdd(minusTwo, TLanes.Load(products + j), TLanes.Load(precomputed + j));
                TVector second = TLanes.MultiplyAdd(minusTwo, TLanes.Load(products + j + TLanes.Width), TLanes.Load(precomputed + j + TLanes.Width));
                TLanes.Store(first, entries + j);
                TLanes.Store(second, entries + j + TLanes.Width);
                high = TLanes.Select(TLanes.GreaterThan(first, high), first, high);
                high2 = TLanes.Select(TLanes.GreaterThan(second, high2), second, high2);
                low = TLanes.Select(TLanes.GreaterThan(low, first), first, low);
                low2 = TLanes.Select(TLanes.GreaterThan(low2, second), second, low2);
            }

            float largest = Math.Max(TLanes.MaxLane(high), TLanes.MaxLane(high2));
            low = TLanes.Select(TLanes.GreaterThan(low, low2), low2, low);
            float smallest = -TLanes.MaxLane(TLanes.Subtract(TLanes.Zero, low));
            _best[m] = smallest;
            sumOfBest += smallest;
            bestFromCheckpoint += m >= _checkpoint ? smallest : 0;
            magnitude += Math.Max(Math.Abs(smallest), Math.Abs(largest));
            precomputed += 256;
            products += 256;
        }

        _sumOfBest = sumOfBest;
        _bestFromCheckpoint = bestFromCheckpoint;
        _magnitude = magnitude;
    }
}
