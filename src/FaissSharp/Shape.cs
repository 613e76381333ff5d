namespace FaissSharp;

/// <summary>The checks that keep native code inside the spans it is given.</summary>
internal static class Shape
{
    public static int Rows(int length, int width, string name)
    {
        if (length % width != 0)
            throw new ArgumentException($"Expected rows of {width} elements, but {length} elements are not a multiple of that.", name);
        return length / width;
    }

    public static void Length(int length, long expected, string name)
    {
        if (length != expected)
            throw new ArgumentException($"Expected {expected} elements, but got {length}.", name);
    }
}
