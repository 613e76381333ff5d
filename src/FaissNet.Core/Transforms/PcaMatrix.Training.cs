using System.Numerics.Tensors;
using FaissNet.Clustering;
using FaissNet.Kernels;
using FaissNet.LinearAlgebra;
using FaissNet.Storage;

namespace FaissNet;

public sealed partial class PcaMatrix
{
    /// <summary>FAISS's seed of the rotation behind the components.</summary>
    private const int RotationSeed = 5;

    internal override void Train(Rows<float> vectors, BuildOptions options)
    {
        RequireBins();
        if (vectors.Count < OutputDimension)
        {
            throw new ArgumentException(
                $"{OutputDimension} principal components take at least as many training vectors, but only {vectors.Count} were given.", nameof(vectors));
        }
        using AlignedBuffer<float>? sample = TrainingSample.Take(vectors, (long)MaxPointsPerDimension * InputDimension);
        Rows<float> rows = sample is null ? vectors : sample.AsRows(InputDimension);
        float[] mean = HasBias ? ColumnMeans.Of(rows) : new float[InputDimension];
        using AlignedBuffer<float> centered = ColumnMeans.Subtract(rows, mean);
        (float[] eigenvalues, float[] components) = rows.Count >= InputDimension
            ? FromCovariance(centered.AsRows(InputDimension), options)
            : FromGramMatrix(centered.AsRows(InputDimension), options);
        float[] matrix = RandomRotation ? Rotated(eigenvalues, components, options) : Dealt(Scaled(eigenvalues, components), eigenvalues);
        options.CancellationToken.ThrowIfCancellationRequested();
        var bias = new float[HasBias ? OutputDimension : 0];
        for (int i = 0; i < bias.Length; i++)
            bias[i] = -TensorPrimitives.Dot<float>(mean, matrix.AsSpan(i * InputDimension, InputDimension));
        SetComponents(mean, eigenvalues, components);
        SetMatrix(matrix, bias);
    }

    private void RequireBins()
    {
        if (BalancedBins == 0)
            return;
        if (BalancedBins < 0 || OutputDimension % BalancedBins != 0)
            throw new InvalidOperationException($"{OutputDimension} components cannot be dealt into {BalancedBins} bins of equal size.");
        if (RandomRotation)
            throw new InvalidOperationException("Balanced bins make no sense in front of a random rotation, which balances everything.");
    }

    private (float[] Eigenvalues, float[] Components) FromCovariance(Rows<float> centered, BuildOptions options)
    {
        var covariance = new DenseMatrix(InputDimension, InputDimension);
        CrossProduct.Compute(centered, centered, covariance.Values, options);
        SymmetricEigen eigen = SymmetricEigen.Decompose(covariance, options);
        return (ToSingle(eigen.Values), ToSingle(eigen.Vectors.Values));
    }

    /// <summary>With fewer vectors than components: the eigenvectors of the vectors' inner products weigh the vectors.</summary>
    private (float[] Eigenvalues, float[] Components) FromGramMatrix(Rows<float> centered, BuildOptions options)
    {
        int n = (int)centered.Count;
        var gram = new DenseMatrix(n, n);
        using (var products = new AlignedBuffer<float>((long)n * n))
        {
            using var packed = new PackedMatrix(centered, []);
            packed.Multiply(centered, products.AsRows(n), options.MaxDegreeOfParallelism, options.CancellationToken);
            for (int i = 0; i < gram.Values.Length; i++)
                gram.Values[i] = products[i];
        }
        SymmetricEigen eigen = SymmetricEigen.Decompose(gram, options);
        var components = new float[n * InputDimension];
        for (int i = 0; i < n; i++)
        {
            Span<float> component = components.AsSpan(i * InputDimension, InputDimension);
            for (int j = 0; j < n; j++)
                TensorPrimitives.MultiplyAdd(centered[j], (float)eigen.Vectors[i, j], component, component);
            UnitLength.Scale(component);
        }
        var eigenvalues = new float[InputDimension];
        ToSingle(eigen.Values).CopyTo(eigenvalues, 0);
        return (eigenvalues, components);
    }

    private float[] Scaled(float[] eigenvalues, float[] components)
    {
        float[] matrix = components[..(OutputDimension * InputDimension)];
        for (int i = 0; i < OutputDimension && EigenPower != 0; i++)
        {
            Span<float> row = matrix.AsSpan(i * InputDimension, InputDimension);
            TensorPrimitives.Multiply(row, Factor(eigenvalues[i] + Epsilon), row);
        }
        return matrix;
    }

    /// <summary>A random rotation times the scaled components. As in FAISS, epsilon does not count here.</summary>
    private float[] Rotated(float[] eigenvalues, float[] components, BuildOptions options)
    {
        float[] rotation = RandomRotationMatrix.Create(OutputDimension, OutputDimension, RotationSeed, options);
        var matrix = new float[OutputDimension * InputDimension];
        for (int i = 0; i < OutputDimension; i++)
        {
            Span<float> row = matrix.AsSpan(i * InputDimension, InputDimension);
            for (int j = 0; j < OutputDimension; j++)
            {
                float weight = rotation[i * OutputDimension + j] * (EigenPower == 0 ? 1 : Factor(eigenvalues[j]));
                TensorPrimitives.MultiplyAdd(components.AsSpan(j * InputDimension, InputDimension), weight, row, row);
            }
        }
        return matrix;
    }

    private float Factor(float eigenvalue)
    {
        float factor = MathF.Pow(eigenvalue, EigenPower);
        if (!float.IsFinite(factor))
        {
            throw new ArgumentException(
                $"The sample does not vary in {OutputDimension} directions (an eigenvalue is {eigenvalue}), so they cannot be scaled to equal variance.",
                "vectors");
        }
        return factor;
    }

    /// <summary>Deals the rows out, in the order of their eigenvalues, each to the bin that has least and still has room.</summary>
    private float[] Dealt(float[] matrix, float[] eigenvalues)
    {
        if (BalancedBins == 0)
            return matrix;
        int size = OutputDimension / BalancedBins;
        var sums = new float[BalancedBins];
        var counts = new int[BalancedBins];
        var dealt = new float[matrix.Length];
        for (int i = 0; i < OutputDimension; i++)
        {
            int bin = -1;
            for (int j = 0; j < sums.Length; j++)
            {
                if (counts[j] < size && (bin < 0 || sums[j] < sums[bin]))
                    bin = j;
            }
            int target = bin * size + counts[bin]++;
            sums[bin] += eigenvalues[i];
            matrix.AsSpan(i * InputDimension, InputDimension).CopyTo(dealt.AsSpan(target * InputDimension));
        }
        return dealt;
    }

    private static float[] ToSingle(double[] values) => Array.ConvertAll(values, x => (float)x);
}
