using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>An inverted file that keeps the vectors as they are: exact inside the lists that a search visits. FAISS: <c>IndexIVFFlat</c>.</summary>
/// <remarks>A code of a list is the vector itself, d little-endian floats.</remarks>
public sealed class IvfFlatIndex : IvfIndex
{
    /// <summary>An empty index, to be trained.</summary>
    /// <param name="dimension">Number of components of a vector.</param>
    /// <param name="nList">Number of inverted lists: nlist.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <exception cref="ArgumentOutOfRangeException">An argument is out of range.</exception>
    public IvfFlatIndex(int dimension, int nList, Metric metric = Metric.L2)
        : this(new FlatIndex(dimension, metric), nList)
    {
    }

    internal IvfFlatIndex(VectorIndex coarseQuantizer, int nList, Metric? metric = null)
        : base(coarseQuantizer, nList, metric ?? coarseQuantizer.Metric, new CodeLayout(coarseQuantizer.Dimension * sizeof(float), isTransposed: false))
    {
    }

    private protected override bool PacksLists => true;

    /// <inheritdoc/>
    public override string Description => $"{ListsDescription},Flat";

    private protected override Action TrainEncoder(Rows<float> vectors, Rows<float> centroids, BuildOptions options)
        => static () => { };

    private protected override unsafe void EncodeForLists(Rows<float> vectors, Rows<int> lists, Rows<byte> codes, BuildOptions options)
        => NativeMemory.Copy(vectors.Pointer, codes.Pointer, checked((nuint)(codes.Count * codes.Width)));

    private protected override unsafe void DecodeFromLists(Rows<byte> codes, Rows<int> lists, Rows<float> vectors, BuildOptions options)
        => NativeMemory.Copy(codes.Pointer, vectors.Pointer, checked((nuint)(codes.Count * codes.Width)));

    private protected override string? DifferenceFrom(IvfIndex other) => null;

    private protected override CodeScanner CreateScanner() => new FloatScanner(Dimension, Metric);

    private protected override unsafe float PackList(PackedPanel panel, byte* codes, int count)
    {
        panel.Pack((float*)codes, count, Dimension);
        return MathF.Sqrt(TensorPrimitives.Max(new ReadOnlySpan<float>(panel.Norms, count)));
    }
}
