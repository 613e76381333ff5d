namespace FaissNet.Tests.Quantizers;

/// <summary>Comparisons with what FAISS computed.</summary>
internal static class Parity
{
    public static float LargestDifference(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        float largest = 0;
        for (int i = 0; i < expected.Length; i++)
            largest = Math.Max(largest, Math.Abs(expected[i] - actual[i]));
        return largest;
    }

    public static double EqualShare<T>(ReadOnlySpan<T> expected, ReadOnlySpan<T> actual)
        where T : IEquatable<T>
    {
        Assert.Equal(expected.Length, actual.Length);
        int equal = 0;
        for (int i = 0; i < expected.Length; i++)
            equal += expected[i].Equals(actual[i]) ? 1 : 0;
        return (double)equal / expected.Length;
    }
}
