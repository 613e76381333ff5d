using System.Numerics.Tensors;

namespace FaissNet.Kernels;

/// <summary>Scaling to length 1. FAISS: <c>fvec_renorm_L2</c>.</summary>
internal static class UnitLength
{
    /// <summary>Divides a vector by its length; leaves a zero vector alone.</summary>
    public static void Scale(Span<float> vector)
    {
        float sum = TensorPrimitives.SumOfSquares<float>(vector);
        if (sum > 0)
            TensorPrimitives.Multiply(vector, 1 / MathF.Sqrt(sum), vector);
    }
}
