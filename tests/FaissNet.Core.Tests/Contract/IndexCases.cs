using System.Collections.Concurrent;

namespace FaissNet.Contract;

/// <summary>The registry: every kind of index that the contract tests run over, by factory string, each with both metrics.</summary>
internal static class IndexCases
{
    public const int Dimension = 32;

    public const int Count = 600;

    private static readonly string[] s_descriptions =
    [
        "Flat",
        "SQ8",
        "SQ6",
        "SQ4",
        "SQfp16",
        "SQbf16",
        "IVF8,SQ6",
        "IVF8,SQfp16",
        "IVF8,SQbf16",
        "PQ8np",
        "PQ8x4np",
        "PQ4x6np",
        "IVF8,Flat",
        "IVF8,SQ8",
        "IVF8,SQ4",
        "IVF8,PQ8np",
        "IVF8,PQ8x4np",
        "IVF1,Flat",
        "IVF8(SQ8),SQ8",
        "IVF16(PQ4x4np),PQ8x4np",
        "IVF8(IVF2,Flat),Flat",
        "PQ8np,RFlat",
        "IVF8,PQ8np,RFlat",
        "SQ8,Refine(SQfp16)",
        "IDMap,Flat",
        "IDMap2,SQ8",
        "IDMap2,IVF8,PQ8np",
        "IDMap2,PQ8np,RFlat",
        "PQ8x4fs",
        "IVF8,PQ8x4fs",
        "IVF8,PQ8x4fsr",
        "PQ16x4fs,RFlat",
        "IVF8,PQ8x4fs,Refine(SQ8)",
        "IDMap2,IVF8,PQ8x4fs_64",
        "RR24,SQ8",
        "PCA16,Flat",
        "PCAR16,IVF8,SQ8",
        "PCAW16,SQ8",
        "OPQ4_8,PQ4x4np",
        "HR7,Pad48,SQfp16",
        "RR48,IVF8,PQ8np",
        "L2norm,Flat",
        "IDMap,RR,L2norm,SQ8",
        "RR,PQ8np,RFlat",
        "LSH,RFlat",
        "LSHt,Refine(SQfp16)",
        "Center,LSH,Refine(SQ8)",
        "ITQ16,LSH,Refine(PQ8np)",
        "IDMap2,RR,Center,LSH,Refine(SQ8)",
    ];

    /// <summary>Their distances are estimates, and not those to what their codes are decoded to.</summary>
    private static readonly string[] s_estimating =
    [
        "RaBitQ",
        "RaBitQ4",
        "RaBitQfs",
        "IVF8,RaBitQ",
        "IVF8,RaBitQ3",
        "IVF8,RaBitQfs2",
        "IDMap2,RaBitQ",
        "RR,RaBitQ,RFlat",
    ];

    /// <summary>Types that count differing bits, for which there is one metric.</summary>
    private static readonly string[] s_signs = ["LSH", "LSH20", "LSH64r", "LSHrt", "LSH24t", "ITQ16,LSH", "ITQ,LSHt", "IDMap2,LSHr"];

    /// <summary>Types that treat queries and stored vectors differently, for which there is one metric.</summary>
    private static readonly string[] s_twoSided =
    [
        "Modality,L2norm,SQ8",
        "Modality1,RR,PQ8x4np",
        "QueryAware8,IVF8,SQ8",
        "Modality,(PQ8x4np,Refine(SQ8))",
        "Hub,SQ8",
        "Hub,IVF8,PQ8np",
        "IDMap2,Hub,Modality,L2norm,PQ8x4np",
    ];

    private static readonly ConcurrentDictionary<(string Description, Metric Metric, int Dimension), Lazy<VectorIndex>> s_trained = new();

    public static TheoryData<string, Metric> All => InEachMetric([.. s_descriptions, .. s_estimating, .. s_signs, .. s_twoSided]);

    /// <summary>Those whose distances are to the vectors that their codes stand for.</summary>
    public static TheoryData<string, Metric> Decoding => InEachMetric([.. s_descriptions, .. s_signs]);

    private static TheoryData<string, Metric> InEachMetric(string[] descriptions)
    {
        var data = new TheoryData<string, Metric>();
        foreach (string description in descriptions)
        {
            if (!s_twoSided.Contains(description))
                data.Add(description, Metric.L2);
            if (!s_signs.Contains(description))
                data.Add(description, Metric.InnerProduct);
        }
        return data;
    }

    public static bool HasIdMap(VectorIndex index) => index is IdMapIndex;

    /// <summary>Whether the index stores ids of the caller's.</summary>
    public static bool StoresIds(VectorIndex index) => index is IdMapIndex or IvfIndex || (index is PreTransformIndex front && StoresIds(front.Inner));

    /// <summary>Clustered vectors, so that inverted files and product quantizers have something to find.</summary>
    public static float[] Vectors(int count = Count, int dimension = Dimension, int seed = 1)
    {
        var centers = new Random(99);
        var center = new float[10 * dimension];
        for (int i = 0; i < center.Length; i++)
            center[i] = (float)(centers.NextDouble() * 4 - 2);
        var random = new Random(seed);
        var vectors = new float[count * dimension];
        for (int i = 0; i < vectors.Length; i++)
            vectors[i] = center[i / dimension % 10 * dimension + i % dimension] + (float)(random.NextDouble() - 0.5);
        return vectors;
    }

    /// <summary>A copy of an index that is trained once for all tests: training takes longer than most of what they test.</summary>
    public static VectorIndex Trained(string description, Metric metric, int dimension = Dimension)
    {
        var trained = s_trained.GetOrAdd((description, metric, dimension), key => new(() => Trained(key.Description, key.Metric, BuildOptions.Default, key.Dimension)));
        return trained.Value.Clone();
    }

    /// <summary>An index that is trained anew, with these options.</summary>
    public static VectorIndex Trained(string description, Metric metric, BuildOptions options, int dimension = Dimension)
    {
        VectorIndex index = VectorIndex.Create(dimension, description, metric);
        index.Train(Vectors(dimension: dimension), Learning(options, dimension));
        return index;
    }

    /// <summary>Options with a sample of queries, for what learns from queries.</summary>
    public static BuildOptions Learning(BuildOptions? options = null, int dimension = Dimension)
        => (options ?? BuildOptions.Default) with { Queries = [new QuerySample(Vectors(200, dimension, seed: 3))] };

    /// <summary>A trained index that holds <paramref name="count"/> vectors and visits all lists.</summary>
    public static VectorIndex Filled(string description, Metric metric, int count = Count, int dimension = Dimension)
    {
        VectorIndex index = Trained(description, metric, dimension);
        Add(index, Vectors(count, dimension));
        VisitAllLists(index);
        return index;
    }

    /// <summary>Adds vectors, with ids of the caller where the index wants them.</summary>
    public static void Add(VectorIndex index, float[] vectors, BuildOptions? options = null)
    {
        if (HasIdMap(index))
            index.AddWithIds(vectors, Ids(vectors.Length / index.Dimension, index.Count), options);
        else
            index.Add(vectors, options);
    }

    /// <summary>The id under which <see cref="Add"/> stores the vector at a position.</summary>
    public static long IdAt(VectorIndex index, long position) => HasIdMap(index) ? 1000 + 3 * position : position;

    public static long[] Ids(int count, long first)
    {
        var ids = new long[count];
        for (int i = 0; i < count; i++)
            ids[i] = 1000 + 3 * (first + i);
        return ids;
    }

    public static bool HasBothMetrics(string description) => !s_signs.Contains(description) && !s_twoSided.Contains(description);

    /// <summary>Whether stored vectors can be turned back into what was added.</summary>
    public static bool CanReconstruct(VectorIndex index) => index is not PreTransformIndex { CanReconstruct: false };

    public static IvfIndex? InvertedFile(VectorIndex index) => index switch
    {
        IvfIndex ivf => ivf,
        RefineIndex refine => InvertedFile(refine.Base),
        IdMapIndex map => InvertedFile(map.Inner),
        PreTransformIndex front => InvertedFile(front.Inner),
        HubnessIndex hubness => InvertedFile(hubness.Inner),
        _ => null,
    };

    public static void VisitAllLists(VectorIndex index)
    {
        if (InvertedFile(index) is { } ivf)
        {
            ivf.NProbe = ivf.NList;
            VisitAllLists(ivf.CoarseQuantizer);
        }
        if (index is BinaryRerankIndex rerank)
            rerank.KFactor = 1000;
        if (index is IdMapIndex { Inner: BinaryRerankIndex mapped })
            mapped.KFactor = 1000;
        if (index is RefineIndex refine)
            refine.KFactor = 100;
        if (index is IdMapIndex { Inner: RefineIndex inner })
            inner.KFactor = 100;
    }

    /// <summary>What each position stands for, read back through the index.</summary>
    public static double[][] Decoded(VectorIndex index)
    {
        VectorIndex source = index is IdMapIndex map ? map.Inner : index;
        var vectors = new double[source.Count][];
        for (long i = 0; i < source.Count; i++)
            vectors[i] = Array.ConvertAll(source.Reconstruct(i), x => (double)x);
        return vectors;
    }
}
