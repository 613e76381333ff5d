using System.Numerics.Tensors;

namespace FaissNet.Quantizers;

/// <summary>
/// Finds the scale t at which the vector of ⌊t · o⌋ + ½ points most nearly in the direction of o ≥ 0. As t grows, one component after the other
/// reaches its next whole number, and the cosine is brought up to date at each of these moments: a sweep over a heap of the next ones. Belongs to one
/// thread.
/// </summary>
internal sealed class RaBitQScale
{
    private const double Nudge = 1e-5;

    /// <summary>Whole numbers above the largest level that the sweep goes on for.</summary>
    private const int Margin = 10;

    /// <summary>Where the sweep begins, as a part of where it ends: the best scale is never below. One number per count of bits.</summary>
    private static readonly float[] s_start = [0.15f, 0.20f, 0.52f, 0.59f, 0.71f, 0.75f, 0.77f, 0.81f];

    private readonly int _bits;
    private readonly float[] _inverses;
    private readonly int[] _levels;

    /// <summary>A heap of moments, smallest first: the bits of t, which order like t, above the component, which breaks ties.</summary>
    private readonly ulong[] _heap;
    private int _count;

    public RaBitQScale(int dimension, int bits)
    {
        _bits = bits;
        _inverses = new float[dimension];
        _levels = new int[dimension];
        _heap = new ulong[dimension];
    }

    /// <summary>The best scale for a vector without negative components, of which one at least is positive.</summary>
    public float Find(ReadOnlySpan<float> o)
    {
        int largest = (1 << _bits) - 1;
        float end = (largest + Margin) / TensorPrimitives.Max(o);
        float start = end * s_start[_bits - 1];
        float squares = o.Length * 0.25f;
        float product = 0;
        _count = 0;
        for (int j = 0; j < o.Length; j++)
        {
            _inverses[j] = 1 / o[j];
            int level = (int)(start * o[j] + Nudge);
            _levels[j] = level;
            squares += level * level + level;
            product += (level + 0.5f) * o[j];
        }
        for (int j = o.Length - 1; j >= 0; j--)
        {
            float next = (_levels[j] + 1) * _inverses[j];
            if (next < end)
                Push(Moment(next, j));
        }
        return Sweep(o, end, squares, product, 1 / MathF.Sqrt(squares));
    }

    private float Sweep(ReadOnlySpan<float> o, float end, float squares, float product, float inverseRoot)
    {
        int largest = (1 << _bits) - 1;
        float best = 0;
        float bestScale = 0;
        while (_count > 0)
        {
            ulong moment = _heap[0];
            int j = (int)(uint)moment;
            int level = ++_levels[j];
            float delta = 2f * level;
            squares += delta;
            product += o[j];
            // FAISS does not take the root anew but follows it to first order, and so must this to choose the same scale.
            inverseRoot *= 1 - 0.5f * delta / (squares - delta + delta * 0.5f);
            float score = product * inverseRoot;
            if (score > best)
            {
                best = score;
                bestScale = BitConverter.UInt32BitsToSingle((uint)(moment >> 32));
            }
            float next = level < largest ? (level + 1) * _inverses[j] : float.PositiveInfinity;
            if (next < end)
                Sink(Moment(next, j), _count);
            else
                Sink(_heap[--_count], _count);
        }
        return bestScale;
    }

    private static ulong Moment(float scale, int component) => ((ulong)BitConverter.SingleToUInt32Bits(scale) << 32) | (uint)component;

    private void Push(ulong moment)
    {
        int hole = _count++;
        while (hole > 0 && _heap[(hole - 1) / 2] > moment)
        {
            _heap[hole] = _heap[(hole - 1) / 2];
            hole = (hole - 1) / 2;
        }
        _heap[hole] = moment;
    }

    /// <summary>Puts a moment in the place of the first.</summary>
    private void Sink(ulong moment, int count)
    {
        if (count == 0)
            return;
        ulong[] heap = _heap;
        int hole = 0;
        for (int child = 1; child < count; child = 2 * hole + 1)
        {
            if (child + 1 < count && heap[child + 1] < heap[child])
                child++;
            if (heap[child] >= moment)
                break;
            heap[hole] = heap[child];
            hole = child;
        }
        heap[hole] = moment;
    }
}
