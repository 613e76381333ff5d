using FaissNet.Storage;

namespace FaissNet.Kernels;

/// <summary>Filling a panel with decoded scalar codes, a block at a time, so that no row-major copy of them all ever exists.</summary>
internal sealed unsafe partial class PackedPanel
{
    private readonly AlignedBuffer<float> _decoded = new();

    /// <summary>Decodes n 8-bit scalar codes of d bytes (<see cref="ScalarCode"/>) into the panel.</summary>
    public void PackCodes(byte* codes, long n, int d, float* vmin, float* vdiff)
    {
        Reserve(n, d);
        Grow(_decoded, (long)Width * d);
        for (long block = 0; block < BlockCount; block++)
        {
            long first = block * Width;
            int count = (int)Math.Min(Width, n - first);
            ScalarCode.Decode(codes + (first * d), count, d, vmin, vdiff, _decoded.Pointer);
            Interleave(_decoded.Pointer, d, count, d, Block(block), Width, Tier);
        }

        ComputeNorms();
    }
}
