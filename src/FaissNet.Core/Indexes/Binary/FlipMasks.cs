namespace FaissNet;

/// <summary>
/// All masks of up to some flipped bits, fewest flips first and, of as many flips, the largest number first: FAISS's order, on which depends which of
/// equally near vectors stay.
/// </summary>
internal struct FlipMasks(int bits, int maxFlips)
{
    private readonly long _all = (1L << bits) - 1;
    private int _flips;

    /// <summary>The present mask; 0 at first.</summary>
    public long Mask { get; private set; }

    /// <summary>Goes on to the next mask; false when there is none.</summary>
    public bool MoveNext()
    {
        long last = (1L << _flips) - 1;
        if (Mask == last)
        {
            if (_flips == maxFlips)
                return false;
            _flips++;
            Mask = _all & ~(_all >> _flips);
            return true;
        }
        // The next smaller number of as many ones is, seen from the zeros, the next larger one of as many zeros.
        long zeros = _all & ~Mask;
        long lowest = zeros & -zeros;
        long carried = zeros + lowest;
        Mask = _all & ~(carried | (((zeros ^ carried) / lowest) >> 2));
        return true;
    }
}
