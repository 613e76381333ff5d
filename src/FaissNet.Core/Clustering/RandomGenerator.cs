namespace FaissNet.Clustering;

/// <summary>
/// FAISS's <c>RandomGenerator</c>: the 32-bit Mersenne Twister MT19937 (Matsumoto and Nishimura, 1998) and the draws that FAISS derives from it.
/// Every training that shall reproduce FAISS takes its random numbers from here.
/// </summary>
internal sealed class RandomGenerator
{
    private const int StateSize = 624;
    private const int Middle = 397;

    private readonly uint[] _state = new uint[StateSize];
    private int _next = StateSize;

    /// <param name="seed">Only the low 32 bits count.</param>
    public RandomGenerator(long seed)
    {
        uint word = unchecked((uint)seed);
        _state[0] = word;
        for (int i = 1; i < StateSize; i++)
        {
            word = 1812433253u * (word ^ (word >> 30)) + (uint)i;
            _state[i] = word;
        }
    }

    /// <summary>The next 32 random bits.</summary>
    public uint Next()
    {
        if (_next == StateSize)
            Refill();
        uint y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }

    /// <summary>A number of 31 bits.</summary>
    public int RandInt() => (int)(Next() & 0x7fffffffu);

    /// <summary>A number below <paramref name="max"/>. Slightly biased, as FAISS's is: a plain remainder.</summary>
    public int RandInt(int max) => (int)(Next() % (uint)max);

    /// <summary>A number from 0 to 1, both included: FAISS divides by 2³² − 1 in single precision.</summary>
    public float RandFloat() => Next() / 4294967296f;

    /// <summary>A number from 0 to 1, both included.</summary>
    public double RandDouble() => Next() / 4294967295.0;

    /// <summary>A permutation of 0 … <paramref name="n"/> − 1.</summary>
    public static int[] RandPerm(int n, long seed)
    {
        var generator = new RandomGenerator(seed);
        var permutation = new int[n];
        for (int i = 0; i < n; i++)
            permutation[i] = i;
        for (int i = 0; i + 1 < n; i++)
        {
            int j = i + generator.RandInt(n - i);
            (permutation[i], permutation[j]) = (permutation[j], permutation[i]);
        }
        return permutation;
    }

    private void Refill()
    {
        for (int i = 0; i < StateSize; i++)
        {
            uint y = (_state[i] & 0x80000000u) | (_state[(i + 1) % StateSize] & 0x7fffffffu);
            uint twist = (y & 1) == 0 ? 0 : 0x9908b0dfu;
            _state[i] = _state[(i + Middle) % StateSize] ^ (y >> 1) ^ twist;
        }
        _next = 0;
    }
}
