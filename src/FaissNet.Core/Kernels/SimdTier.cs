namespace FaissNet.Kernels;

/// <summary>The vector width that the dispatch ladders of the kernels choose between; the value is the width in bits.</summary>
internal enum SimdTier
{
    /// <summary>One value at a time: the specification, and what runs without hardware intrinsics.</summary>
    Scalar = 0,

    /// <summary>128-bit vectors: SSE on x64, AdvSimd on Arm.</summary>
    Vector128 = 128,

    /// <summary>256-bit vectors: AVX2.</summary>
    Vector256 = 256,

    /// <summary>512-bit vectors: AVX-512.</summary>
    Vector512 = 512,
}
