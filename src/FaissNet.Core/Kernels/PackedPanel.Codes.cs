using FaissNet.Storage;

namespace FaissNet.Kernels;

/// <summary>Filling a panel with decoded scalar codes, a block at a time, so that no row-major copy of them all ever exists.</summary>
internal sealed unsafe partial class PackedPanel
{
    private readonly AlignedBuffer<float> _decoded = new();

    /// <summary>Decodes n scalar codes (<see cref="ScalarCode"/>) into the panel.</summary>
    public void PackCodes(in ScalarCodeView view, byte* codes, long n)
    {
        int d = view.Dimension;
        Reserve(n, d);
        Grow(_decoded, (long)Width * d);
        for (long block = 0; block < BlockCount; block++)
        {
            long first = block * Width;
            int count = (int)Math.Min(Width, n - first);
            ScalarCode.Decode(view, codes + (first * view.CodeSize), count, _decoded.Pointer);
            Interleave(_decoded.Pointer, d, count, d, Block(block), Width, Tier);
        }

        ComputeNorms();
    }
}
