using System.Numerics;

namespace FaissNet;

/// <summary>
/// Goes through the buckets within some flipped bits of a hash, in FAISS's order: that of <see cref="FlipMasks"/>. Where there are many more masks than
/// buckets, 2⁶² for one that has few, it looks at each bucket instead.
/// </summary>
internal ref struct NearBuckets<T>
    where T : class
{
    /// <summary>Sorting a bucket in costs about as much as so many masks that lead nowhere.</summary>
    private const long MasksPerBucket = 4;

    private readonly Dictionary<long, T> _buckets;
    private readonly long _hash;
    private readonly ReadOnlySpan<long> _sorted;
    private readonly bool _isSorted;
    private FlipMasks _masks;
    private int _at;

    /// <param name="buckets">All buckets.</param>
    /// <param name="hash">Where to begin.</param>
    /// <param name="bits">Bits of a hash.</param>
    /// <param name="maxFlips">Bits that may differ.</param>
    /// <param name="room">As many places as <see cref="Room"/> says.</param>
    public NearBuckets(Dictionary<long, T> buckets, long hash, int bits, int maxFlips, Span<long> room)
    {
        _buckets = buckets;
        _hash = hash;
        _masks = new FlipMasks(bits, maxFlips);
        _at = -1;
        _isSorted = room.Length > 0;
        if (_isSorted)
            _sorted = Sorted(buckets, hash, maxFlips, room);
    }

    /// <summary>How many places a visit needs: none while it goes through masks.</summary>
    public static int Room(Dictionary<long, T> buckets, int bits, int maxFlips)
    {
        long most = MasksPerBucket * buckets.Count;
        long masks = 1;
        long ofThisSize = 1;
        for (int flips = 1; flips <= maxFlips && masks <= most; flips++)
        {
            ofThisSize = ofThisSize * (bits - flips + 1) / flips;
            masks += ofThisSize;
        }
        return masks > most ? buckets.Count : 0;
    }

    /// <summary>The next bucket, or false behind the last.</summary>
    public bool MoveNext(out T bucket)
    {
        while (_isSorted ? ++_at < _sorted.Length : ++_at == 0 || _masks.MoveNext())
        {
            if (_buckets.TryGetValue(_hash ^ (_isSorted ? _sorted[_at] : _masks.Mask), out bucket!))
                return true;
        }
        bucket = null!;
        return false;
    }

    private static Span<long> Sorted(Dictionary<long, T> buckets, long hash, int maxFlips, Span<long> room)
    {
        int count = 0;
        foreach (long other in buckets.Keys)
        {
            if (BitOperations.PopCount((ulong)(other ^ hash)) <= maxFlips)
                room[count++] = other ^ hash;
        }
        Span<long> masks = room[..count];
        masks.Sort(static (a, b) =>
        {
            int order = BitOperations.PopCount((ulong)a).CompareTo(BitOperations.PopCount((ulong)b));
            return order != 0 ? order : b.CompareTo(a);
        });
        return masks;
    }
}
