using System.Numerics.Tensors;
using FaissNet.Threading;

namespace FaissNet.LinearAlgebra;

/// <summary>Householder reflections I − τ·v·vᵀ, v₀ = 1, with LAPACK's signs.</summary>
internal static class Reflector
{
    private const int RowsPerChunk = 16;

    /// <summary>Turns x into the vector v of the reflection that sends x to −sign(x₀)·‖x‖ on the first axis.</summary>
    /// <param name="x">The vector; becomes v.</param>
    /// <param name="image">What the first component of x is sent to.</param>
    /// <returns>τ; 0 where there is nothing to send away.</returns>
    public static double Make(Span<double> x, out double image)
    {
        double rest = TensorPrimitives.Norm<double>(x[1..]);
        image = x[0];
        double scale = 0;
        if (rest != 0)
        {
            image = -Math.CopySign(double.Hypot(x[0], rest), x[0]);
            scale = (image - x[0]) / image;
            TensorPrimitives.Multiply(x[1..], 1 / (x[0] - image), x[1..]);
        }
        x[0] = 1;
        return scale;
    }

    /// <summary>x ← x − τ·v·(vᵀx).</summary>
    public static void Apply(ReadOnlySpan<double> v, double scale, Span<double> x)
    {
        if (scale != 0)
            TensorPrimitives.MultiplyAdd(v, -scale * TensorPrimitives.Dot(v, x), x, x);
    }

    /// <summary>
    /// The first columns of the product of all reflections, as rows. Reflection j is row j of a matrix from column j + <paramref name="shift"/> on.
    /// </summary>
    public static DenseMatrix Form(DenseMatrix reflectors, double[] scales, int shift, BuildOptions options)
    {
        var product = new DenseMatrix(reflectors.Rows, reflectors.Columns);
        ParallelRange.Run(
            new FormJob(reflectors, scales, shift, product), product.Rows, RowsPerChunk, options.MaxDegreeOfParallelism, options.CancellationToken);
        return product;
    }

    /// <summary>Applies all reflections, last first, to axes.</summary>
    private readonly struct FormJob(DenseMatrix reflectors, double[] scales, int shift, DenseMatrix product) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (int i = (int)start; i < end; i++)
                product[i, i] = 1;
            // Axis i is unchanged by a reflection that only sees what lies behind it.
            for (int j = Math.Min((int)end - shift, scales.Length) - 1; j >= 0; j--)
            {
                ReadOnlySpan<double> v = reflectors.Row(j)[(j + shift)..];
                for (int i = Math.Max(j + shift, (int)start); i < end; i++)
                    Apply(v, scales[j], product.Row(i)[(j + shift)..]);
            }
        }
    }
}
