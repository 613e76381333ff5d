using System.Runtime.Intrinsics;
using FaissNet.Storage;

namespace FaissNet.Kernels;

/// <summary>
/// Vectors laid out for <see cref="DistanceTile"/>: blocks of <see cref="Width"/> vectors interleaved by dimension, [block][d][Width], so that one
/// load brings the same component of as many vectors as there are lanes. The last block is padded with zero vectors, which the
/// kernels never return. Reusable: packing again allocates only when the panel must grow. Not safe for concurrent changes.
/// </summary>
internal sealed unsafe partial class PackedPanel : IDisposable
{
    private readonly AlignedBuffer<float> _data = new();
    private readonly AlignedBuffer<float> _norms = new();
    private readonly AlignedBuffer<float> _negativeHalfNorms = new();
    private readonly AlignedBuffer<float> _zeroOrExcluded = new();

    /// <summary>A panel for the widest tier of this process.</summary>
    public PackedPanel()
        : this(Simd.Tier, Simd.Has128WithManyRegisters)
    {
    }

    /// <summary>A panel for the bodies of one tier; 512-bit tiles are always four vectors wide, the others two, or four where registers abound.</summary>
    internal PackedPanel(SimdTier tier, bool manyRegisters)
    {
        Tier = tier;
        VectorsPerBlock = tier == SimdTier.Vector512 || manyRegisters ? 4 : 2;
        Width = VectorsPerBlock * Math.Max(1, (int)tier / 32);
    }

    /// <summary>Vectors in the panel.</summary>
    public long Count { get; private set; }

    /// <summary>Components of each vector.</summary>
    public int Dimension { get; private set; }

    /// <summary>Vectors per block.</summary>
    public int Width { get; }

    /// <summary>Blocks, the padded last one included.</summary>
    public long BlockCount => (Count + Width - 1) / Width;

    /// <summary>The squared norms of the vectors; +∞ for the padding.</summary>
    public float* Norms => _norms.Pointer;

    /// <summary>The tier whose bodies read this panel.</summary>
    internal SimdTier Tier { get; }

    /// <summary>Vectors of lanes per block.</summary>
    internal int VectorsPerBlock { get; }

    /// <summary>−‖y‖²/2; −∞ for the padding. Adding it to x·y ranks by L2.</summary>
    internal float* NegativeHalfNorms => _negativeHalfNorms.Pointer;

    /// <summary>0; −∞ for the padding. Adding it to x·y ranks by inner product.</summary>
    internal float* ZeroOrExcluded => _zeroOrExcluded.Pointer;

    /// <summary>The first component of a block.</summary>
    internal float* Block(long block) => _data.Pointer + (block * Dimension * Width);

    /// <summary>Packs n vectors of d floats (n × d, row-major).</summary>
    public void Pack(float* rows, long n, int d) => Pack(rows, n, d, d);

    /// <summary>Packs n vectors of d floats whose first components are <paramref name="stride"/> floats apart.</summary>
    public void Pack(float* rows, long n, int d, long stride)
    {
        Reserve(n, d);
        for (long block = 0; block < BlockCount; block++)
        {
            long first = block * Width;
            int count = (int)Math.Min(Width, n - first);
            Interleave(rows + (first * stride), stride, count, d, Block(block), Width, Tier);
        }

        ComputeNorms();
    }

    /// <summary>
    /// Makes room for n vectors of d floats that the caller will write through <see cref="Block"/> (component k of vector j of a block is at
    /// k · Width + j, padding zero), followed by <see cref="ComputeNorms"/>.
    /// </summary>
    public void Reserve(long n, int d)
    {
        Count = n;
        Dimension = d;
        long padded = BlockCount * Width;
        Grow(_data, padded * d);
        Grow(_norms, padded);
        Grow(_negativeHalfNorms, padded);
        Grow(_zeroOrExcluded, padded);
    }

    /// <summary>Computes what the kernels need beside the components: norms, and what excludes the padding.</summary>
    public void ComputeNorms()
    {
        if (Tier == SimdTier.Vector512)
            NormsBody<Lanes512, Vector512<float>>();
        else if (Tier == SimdTier.Vector256)
            NormsBody<Lanes256, Vector256<float>>();
        else if (Tier == SimdTier.Vector128)
            NormsBody<Lanes128, Vector128<float>>();
        else
            NormsBody<ScalarLanes, float>();
        long padded = BlockCount * Width;
        float* norms = _norms.Pointer;
        float* halves = _negativeHalfNorms.Pointer;
        for (long i = Count; i < padded; i++)
            norms[i] = float.PositiveInfinity;
        for (long i = 0; i < padded; i++)
            halves[i] = -0.5f * norms[i];
        new Span<float>(_zeroOrExcluded.Pointer, checked((int)padded)).Clear();
        for (long i = Count; i < padded; i++)
            _zeroOrExcluded.Pointer[i] = float.NegativeInfinity;
    }

    /// <summary>Frees the memory.</summary>
    public void Dispose()
    {
        _data.Dispose();
        _norms.Dispose();
        _negativeHalfNorms.Dispose();
        _zeroOrExcluded.Dispose();
        _decoded.Dispose();
    }

    private static void Grow(AlignedBuffer<float> buffer, long count)
    {
        buffer.Clear();
        buffer.EnsureCapacity(count);
    }
}
