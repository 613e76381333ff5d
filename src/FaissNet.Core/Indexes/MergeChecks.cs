using FaissNet.Storage;

namespace FaissNet;

/// <summary>What two indexes must have in common before their codes may be put together.</summary>
internal static class MergeChecks
{
    /// <summary><paramref name="other"/> as the type of <paramref name="into"/>.</summary>
    public static T SameType<T>(T into, VectorIndex other)
        where T : VectorIndex
        => other is T same && other.GetType() == into.GetType()
            ? same
            : throw new ArgumentException($"Cannot merge {other} into {into}: the types must be equal.", nameof(other));

    /// <summary>Whether two tables hold the same values bit for bit.</summary>
    public static bool Equal<T>(Rows<T> left, Rows<T> right)
        where T : unmanaged, IEquatable<T>
    {
        if (left.Count != right.Count || left.Width != right.Width)
            return false;
        for (long row = 0; row < left.Count; row++)
        {
            if (!left[row].SequenceEqual(right[row]))
                return false;
        }
        return true;
    }
}
