using System.Numerics.Tensors;
using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

public partial class LinearTransform
{
    /// <summary>How far A·Aᵀ may be from the identity. FAISS's number.</summary>
    private const float OrthonormalTolerance = 4e-5f;

    private PackedMatrix? _forward;
    private PackedMatrix? _backward;
    private bool? _isOrthonormal;

    internal override void Apply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        PackedMatrix forward = _forward ?? LazyInitializer.EnsureInitialized(ref _forward, () => Pack(_matrix, InputDimension, HasBias ? _bias : []));
        forward.Multiply(from, to, maxDegreeOfParallelism, cancellationToken);
    }

    internal override void ReverseApply(Rows<float> from, Rows<float> to, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        if (!CanReverse)
            throw NotReversible("its matrix is not orthonormal");
        PackedMatrix backward = _backward ?? LazyInitializer.EnsureInitialized(ref _backward, PackTranspose);
        backward.Multiply(from, to, maxDegreeOfParallelism, cancellationToken);
    }

    private void Repack()
    {
        _forward = null;
        _backward = null;
        _isOrthonormal = null;
    }

    private static unsafe PackedMatrix Pack(float[] matrix, int width, float[] bias)
    {
        fixed (float* pointer = matrix)
            return new PackedMatrix(new Rows<float>(pointer, matrix.Length / width, width), bias);
    }

    /// <summary>x = Aᵀ·y − Aᵀ·b.</summary>
    private PackedMatrix PackTranspose()
    {
        float[] transpose = Transpose();
        var shift = HasBias ? new float[InputDimension] : [];
        for (int j = 0; j < shift.Length; j++)
            shift[j] = -TensorPrimitives.Dot(transpose.AsSpan(j * OutputDimension, OutputDimension), _bias);
        return Pack(transpose, OutputDimension, shift);
    }

    private float[] Transpose()
    {
        var transpose = new float[_matrix.Length];
        for (int i = 0; i < OutputDimension; i++)
        {
            for (int j = 0; j < InputDimension; j++)
                transpose[j * OutputDimension + i] = _matrix[i * InputDimension + j];
        }
        return transpose;
    }

    private bool IsOrthonormal()
        => _isOrthonormal ??= OutputDimension <= InputDimension
            ? HasOrthonormalRows(_matrix, InputDimension)
            : HasOrthonormalRows(Transpose(), OutputDimension);

    private static unsafe bool HasOrthonormalRows(float[] matrix, int width)
    {
        int count = matrix.Length / width;
        var products = new float[(long)count * count];
        using PackedMatrix packed = Pack(matrix, width, []);
        fixed (float* rows = matrix)
        fixed (float* target = products)
            packed.Multiply(new Rows<float>(rows, count, width), new Rows<float>(target, count, count), 1, CancellationToken.None);
        for (int i = 0; i < count; i++)
            products[(long)i * count + i] -= 1;
        // NaN is not below anything.
        return Math.Abs(TensorPrimitives.MaxMagnitude<float>(products)) <= OrthonormalTolerance;
    }
}
