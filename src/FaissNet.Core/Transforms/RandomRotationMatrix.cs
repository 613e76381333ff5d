using FaissNet.Clustering;
using FaissNet.LinearAlgebra;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// A rotation by a random orthogonal matrix: spreads what a vector says evenly over its components. With fewer outputs than inputs it drops
/// directions at random; with more, lengths and angles are kept in a larger space. FAISS: <c>RandomRotationMatrix</c>.
/// </summary>
/// <remarks>
/// The matrix is FAISS's for the same seed, up to the rounding of single precision in LAPACK (about 1e-6): the orthogonal factor of a QR decomposition of
/// normally distributed numbers, with the signs that LAPACK gives it.
/// </remarks>
public sealed class RandomRotationMatrix : LinearTransform
{
    /// <summary>The seed of the rotation that training makes, which looks at no vector.</summary>
    private const int TrainSeed = 12345;

    /// <summary>An untrained rotation; training looks at no vector, it only draws FAISS's default rotation.</summary>
    /// <param name="inputDimension">Components of a vector that goes in.</param>
    /// <param name="outputDimension">Components of a vector that comes out.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is out of range.</exception>
    public RandomRotationMatrix(int inputDimension, int outputDimension)
        : this(inputDimension, outputDimension, hasBias: false)
    {
    }

    /// <summary>A rotation that is ready.</summary>
    /// <param name="inputDimension">Components of a vector that goes in.</param>
    /// <param name="outputDimension">Components of a vector that comes out.</param>
    /// <param name="seed">Which rotation. FAISS: <c>init(seed)</c>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A dimension is out of range.</exception>
    public RandomRotationMatrix(int inputDimension, int outputDimension, int seed)
        : this(inputDimension, outputDimension)
        => SetMatrix(Create(inputDimension, outputDimension, seed, BuildOptions.Default), []);

    internal RandomRotationMatrix(int inputDimension, int outputDimension, bool hasBias)
        : base(inputDimension, outputDimension, hasBias)
    {
    }

    /// <inheritdoc/>
    public override string Description => $"RR{OutputDimension}";

    internal override void Train(Rows<float> vectors, BuildOptions options)
        => SetMatrix(Create(InputDimension, OutputDimension, TrainSeed, options), []);

    /// <summary>The matrix of a seed, outputs × inputs.</summary>
    internal static float[] Create(int inputs, int outputs, int seed, BuildOptions options)
    {
        int width = Math.Max(inputs, outputs);
        // Columns of the matrix that is decomposed are rows here, and so are those of its orthogonal factor.
        var columns = new DenseMatrix(outputs, width);
        var normals = new float[checked(outputs * width)];
        RandomNormals.Fill(normals, seed);
        for (int i = 0; i < normals.Length; i++)
            columns.Values[i] = normals[i];
        DenseMatrix factor = HouseholderQr.OrthogonalFactor(columns, options);
        var matrix = new float[outputs * inputs];
        for (int i = 0; i < outputs; i++)
        {
            ReadOnlySpan<double> row = factor.Row(i);
            for (int j = 0; j < inputs; j++)
                matrix[i * inputs + j] = (float)row[j];
        }
        return matrix;
    }
}
