namespace FaissNet.Tests.Serialization;

/// <summary>
/// Files of a few hundred bytes of each type that the C# engine writes: small enough to be damaged in every possible way.
/// </summary>
internal static class SmallFiles
{
    public const int Dimension = 8;

    private const int Bits = 24;

    private const int Count = 40;

    private static readonly Dictionary<string, Func<IDisposable>> s_types = new()
    {
        ["Flat L2"] = () => Filled(new FlatIndex(Dimension)),
        ["Flat IP"] = () => Filled(new FlatIndex(Dimension, Metric.InnerProduct)),
        ["SQ8"] = () => Filled(new ScalarQuantizerIndex(Dimension)),
        ["SQ4 uniform"] = () => Filled(new ScalarQuantizerIndex(Dimension, ScalarQuantizerType.FourBitUniform)),
        ["SQfp16"] = () => Filled(new ScalarQuantizerIndex(Dimension, ScalarQuantizerType.Float16)),
        ["PQ 4 bits"] = () => Filled(new PqIndex(Dimension, 4, 4)),
        ["PQ 5 bits IP"] = () => Filled(new PqIndex(Dimension, 2, 5, Metric.InnerProduct)),
        ["IVF Flat"] = () => Filled(new IvfFlatIndex(Dimension, 3) { NProbe = 2 }),
        ["IVF Flat, direct map"] = () => Mapped(new IvfFlatIndex(Dimension, 3)),
        ["IVF Flat, sparse"] = () => Filled(new IvfFlatIndex(Dimension, 12), 3),
        ["IVF SQ6"] = () => Filled(new IvfScalarQuantizerIndex(Dimension, 3, ScalarQuantizerType.SixBit)),
        ["IVF PQ"] = () => Filled(new IvfPqIndex(Dimension, 3, 4, 4) { NProbe = 3 }),
        ["IVF PQ IP"] = () => Filled(new IvfPqIndex(Dimension, 3, 4, 4, Metric.InnerProduct, byResidual: false)),
        ["RaBitQ"] = () => Filled(new RaBitQIndex(Dimension)),
        ["RaBitQ 3 bits IP"] = () => Filled(new RaBitQIndex(Dimension, 3, Metric.InnerProduct)),
        ["RaBitQ fast-scan"] = () => Filled(VectorIndex.Create(Dimension, "RaBitQfs")),
        ["IVF RaBitQ"] = () => Filled(new IvfRaBitQIndex(Dimension, 3)),
        ["IVF RaBitQ fast-scan 2 bits"] = () => Filled(VectorIndex.Create(Dimension, "IVF3,RaBitQfs2")),
        ["Refine"] = () => Filled(new RefineIndex(new PqIndex(Dimension, 2, 4), new FlatIndex(Dimension)) { KFactor = 2 }),
        ["Refine IVF"] = () => Filled(new RefineIndex(new IvfScalarQuantizerIndex(Dimension, 3), new FlatIndex(Dimension))),
        ["IDMap"] = () => Filled(new IdMapIndex(new FlatIndex(Dimension))),
        ["IDMap2 of IVF"] = () => Filled(new IdMapIndex(new IvfScalarQuantizerIndex(Dimension, 3), hasReverseMap: true)),
        ["RR"] = () => Filled(new PreTransformIndex(new FlatIndex(6), new RandomRotationMatrix(Dimension, 6))),
        ["PCA"] = () => Filled(new PreTransformIndex(new ScalarQuantizerIndex(4), new PcaMatrix(Dimension, 4))),
        ["Chain"] = () => Filled(new PreTransformIndex(
            new FlatIndex(16, Metric.InnerProduct), new CenteringTransform(Dimension), new NormalizationTransform(Dimension),
            new RemapDimensionsTransform(Dimension, 10), new HadamardRotation(10, 3))),
        ["Linear"] = () => Filled(new PreTransformIndex(new FlatIndex(2), new LinearTransform(Dimension, 2, new float[16], [1, 2]))),
        ["ITQ LSH"] = () => Filled(new PreTransformIndex(new LshIndex(4, 4), new ItqTransform(Dimension, 4, projects: true))),
        ["LSH"] = () => Filled(new LshIndex(Dimension, 12, rotateData: true, trainThresholds: true)),
        ["Rerank"] = () => Filled(new BinaryRerankIndex(Dimension)),
        ["Rerank IP"] = () => Filled(new BinaryRerankIndex(new LshIndex(Dimension, Dimension), new FlatIndex(Dimension, Metric.InnerProduct))),
        ["BFlat"] = () => Filled(new BinaryFlatIndex(Bits)),
        ["BIVF"] = () => Filled(new BinaryIvfIndex(Bits, 3)),
        ["BHash"] = () => Filled(new BinaryHashIndex(Bits, 3)),
        ["BHash2x3"] = () => Filled(new BinaryMultiHashIndex(Bits, 2, 3)),
        ["BIDMap2"] = () => Filled(new BinaryIdMapIndex(new BinaryFlatIndex(Bits), hasReverseMap: true)),
        ["BFromFloat"] = () => Filled(new BinaryFromFloatIndex(new FlatIndex(Bits))),
    };

    /// <summary>The types, for theories.</summary>
    public static TheoryData<string> Types { get; } = [.. s_types.Keys];

    /// <summary>A filled index of a type.</summary>
    public static IDisposable Create(string type) => s_types[type]();

    /// <summary>Its file.</summary>
    public static byte[] Bytes(string type)
    {
        using IDisposable index = Create(type);
        return Save(index);
    }

    public static byte[] Save(IDisposable index)
    {
        using var stream = new MemoryStream();
        if (index is VectorIndex vectors)
            vectors.Save(stream);
        else
            ((BinaryIndex)index).Save(stream);
        return stream.ToArray();
    }

    public static IDisposable Load(string type, byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        return type.StartsWith('B') ? BinaryIndex.Load(stream) : VectorIndex.Load(stream);
    }

    /// <summary>Vectors around a few centres; always the same.</summary>
    public static float[] Vectors(int count)
    {
        var random = new Random(7);
        var vectors = new float[count * Dimension];
        for (int i = 0; i < vectors.Length; i++)
            vectors[i] = (i / Dimension % 3 * 4) + random.NextSingle();
        return vectors;
    }

    private static VectorIndex Filled(VectorIndex index, int count = 20)
    {
        float[] vectors = Vectors(Count);
        if (!index.IsTrained)
            index.Train(vectors);
        ReadOnlySpan<float> added = vectors.AsSpan(0, count * Dimension);
        if (index is IdMapIndex)
            index.AddWithIds(added, [.. Enumerable.Range(0, count).Select(i => 1000L - (7 * i))]);
        else
            index.Add(added);
        return index;
    }

    private static IvfFlatIndex Mapped(IvfFlatIndex index)
    {
        Filled(index);
        index.MakeDirectMap();
        return index;
    }

    private static BinaryIndex Filled(BinaryIndex index)
    {
        var bits = new byte[Count * index.CodeSize];
        new Random(7).NextBytes(bits);
        index.Train(bits);
        if (index is BinaryIdMapIndex)
            index.AddWithIds(bits, [.. Enumerable.Range(0, Count).Select(i => 1000L - (7 * i))]);
        else
            index.Add(bits);
        return index;
    }
}
