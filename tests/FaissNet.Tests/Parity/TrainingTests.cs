using FaissNet.Native;
using FaissSharp;

namespace FaissNet.Tests.Parity;

/// <summary>Trained on the same vectors, the engines learn the same: centroids within 1e-4, at least 99.9 % of code bytes equal.</summary>
public sealed class TrainingTests(ITestOutputHelper output)
{
    public static TheoryData<string, Metric, int> Cases => ParityCases.Trained;

    [Theory]
    [MemberData(nameof(Cases))]
    public void Train_SameVectors_SameStateAndCodes(string factory, Metric metric, int dimension)
    {
        NativeEngineRequired.Check();
        using VectorIndex managed = ParityCases.Build(factory, metric, dimension, Engine.Managed);
        using VectorIndex native = ParityCases.Build(factory, metric, dimension, Engine.Native);
        // The native handle reads state out of any index; the C# one's state comes to it through a file.
        using FaissIndexHandle fromManaged = Reopen(managed);
        FaissIndexHandle fromNative = ((NativeVectorIndex)native).Handle;

        double centroids = LargestDifference(fromManaged, fromNative, dimension);
        double codes = EqualCodes(fromManaged, fromNative);

        output.WriteLine(
            $"{factory} {metric} d = {dimension}: centroids differ by {centroids:G3} at most, {codes:P3} of code bytes are equal");
        Assert.True(centroids <= 1e-4, $"centroids differ by {centroids}");
        Assert.True(codes >= 0.999, $"{codes:P3} of code bytes are equal");
    }

    private static FaissIndexHandle Reopen(VectorIndex index)
    {
        using var stream = new MemoryStream();
        index.Save(stream);
        return FaissIndexHandle.Load(stream.GetBuffer().AsSpan(0, (int)stream.Length));
    }

    private static double LargestDifference(FaissIndexHandle a, FaissIndexHandle b, int dimension)
    {
        double largest = 0;
        if (a.NList > 0)
            largest = LargestDifference(a.GetCoarseCentroids(dimension), b.GetCoarseCentroids(dimension));
        if (a.Description.Contains("PQ", StringComparison.Ordinal))
            largest = Math.Max(largest, LargestDifference(a.GetPqCentroids(), b.GetPqCentroids()));
        if (a.Description.Contains("SQ", StringComparison.Ordinal))
            largest = Math.Max(largest, LargestDifference(a.GetScalarQuantizer().Trained, b.GetScalarQuantizer().Trained));
        return largest;
    }

    private static double LargestDifference(float[] a, float[] b)
    {
        Assert.Equal(a.Length, b.Length);
        double largest = 0;
        for (int i = 0; i < a.Length; i++)
            largest = Math.Max(largest, Math.Abs((double)a[i] - b[i]));
        return largest;
    }

    private static double EqualCodes(FaissIndexHandle a, FaissIndexHandle b)
    {
        if (a.NList == 0)
            return Share(a.GetCodes(), b.GetCodes());
        Dictionary<long, byte[]> first = ListCodes(a);
        Dictionary<long, byte[]> second = ListCodes(b);
        Assert.Equal(first.Keys.Order(), second.Keys.Order());
        return first.Average(pair => Share(pair.Value, second[pair.Key]));
    }

    /// <summary>List number and code of each id, so that a vector in another list counts as different.</summary>
    private static Dictionary<long, byte[]> ListCodes(FaissIndexHandle index)
    {
        var codes = new Dictionary<long, byte[]>();
        int size = (int)index.CodeSize;
        for (int list = 0; list < index.NList; list++)
        {
            (long[] ids, byte[] bytes) = index.GetList(list);
            for (int i = 0; i < ids.Length; i++)
                codes[ids[i]] = [(byte)list, .. bytes.AsSpan(i * size, size)];
        }
        return codes;
    }

    private static double Share(byte[] a, byte[] b)
    {
        Assert.Equal(a.Length, b.Length);
        int equal = 0;
        for (int i = 0; i < a.Length; i++)
            equal += a[i] == b[i] ? 1 : 0;
        return (double)equal / a.Length;
    }
}
