using static FaissNet.LinearAlgebra.Matrices;

namespace FaissNet.LinearAlgebra;

public sealed class SingularValuesTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(2, 2)]
    [InlineData(3, 3)]
    [InlineData(16, 16)]
    [InlineData(10, 40)]
    [InlineData(100, 100)]
    [InlineData(130, 257)]
    public void Decompose_RandomMatrix_MultipliesBack(int columns, int rows)
    {
        DenseMatrix matrix = Random(columns, rows);
        AssertDecomposes(matrix, SingularValues.Decompose(Copy(matrix), BuildOptions.Default), 1e-12);
    }

    [Theory]
    [InlineData(12, 5)]
    [InlineData(12, 1)]
    [InlineData(12, 0)]
    [InlineData(40, 39)]
    public void Decompose_MatrixOfLowerRank_HasZerosAndFullBases(int size, int rank)
    {
        DenseMatrix a = Random(size, size, seed: 1);
        DenseMatrix b = Random(size, size, seed: 2);
        var matrix = new DenseMatrix(size, size);
        for (int k = 0; k < rank; k++)
        {
            for (int i = 0; i < size; i++)
            {
                for (int j = 0; j < size; j++)
                    matrix[i, j] += a[k, i] * b[k, j];
            }
        }
        SingularValues parts = SingularValues.Decompose(Copy(matrix), BuildOptions.Default);
        AssertDecomposes(matrix, parts, 1e-12);
        for (int i = rank; i < size; i++)
            Assert.Equal(0, parts.Values[i], 1e-12);
    }

    [Fact]
    public void Decompose_ZeroOnTheDiagonal_IsChasedAway()
    {
        // Upper bidiagonal already, with a zero inside and one at the end.
        var matrix = new DenseMatrix(5, 5);
        double[] diagonal = [2, 0, 3, 1, 0];
        for (int i = 0; i < 5; i++)
            matrix[i, i] = diagonal[i];
        for (int i = 0; i < 4; i++)
            matrix[i + 1, i] = 1 + i;
        SingularValues parts = SingularValues.Decompose(Copy(matrix), BuildOptions.Default);
        AssertDecomposes(matrix, parts, 1e-13);
        Assert.Equal(0, parts.Values[4], 1e-15);
    }

    [Fact]
    public void Decompose_SmallSingularValue_KeepsItsDigits()
    {
        // Squared, 1e-9 would vanish beside 1.
        var matrix = new DenseMatrix(2, 2);
        (matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1]) = (1, 1, 1, 1 + 1e-9);
        SingularValues parts = SingularValues.Decompose(matrix, BuildOptions.Default);
        Assert.Equal(5e-10, parts.Values[1], 1e-15);
    }

    [Fact]
    public void NearestOrthonormal_RotationWithNoise_IsNearerThanAnyOtherRotation()
    {
        DenseMatrix rotation = HouseholderQr.OrthogonalFactor(Random(30, 30), BuildOptions.Default);
        DenseMatrix noise = Random(30, 30, seed: 8);
        for (int i = 0; i < noise.Values.Length; i++)
            noise.Values[i] = rotation.Values[i] + 1e-3 * noise.Values[i];
        DenseMatrix nearest = SingularValues.Decompose(Copy(noise), BuildOptions.Default).NearestOrthonormal(BuildOptions.Default);
        AssertOrthonormalRows(nearest, 1e-13);
        double distance = Distance(nearest, noise);
        Assert.True(distance < Distance(rotation, noise));
        Assert.True(distance > 0);
    }

    [Fact]
    public void Decompose_AnyNumberOfThreads_IsTheSame()
    {
        SingularValues one = SingularValues.Decompose(Random(200, 300), new BuildOptions { MaxDegreeOfParallelism = 1 });
        SingularValues many = SingularValues.Decompose(Random(200, 300), new BuildOptions { MaxDegreeOfParallelism = 5 });
        Assert.Equal(one.Values, many.Values);
        Assert.Equal(one.Left.Values, many.Left.Values);
        Assert.Equal(one.Right.Values, many.Right.Values);
    }

    [Fact]
    public void Decompose_WideOrNotFinite_Throws()
    {
        Assert.Throws<ArgumentException>(() => SingularValues.Decompose(new DenseMatrix(3, 2), BuildOptions.Default));
        var broken = new DenseMatrix(2, 2);
        broken[0, 1] = double.PositiveInfinity;
        Assert.Throws<ArgumentException>(() => SingularValues.Decompose(broken, BuildOptions.Default));
    }

    private static void AssertDecomposes(DenseMatrix matrix, SingularValues parts, double tolerance)
    {
        AssertOrthonormalRows(parts.Left, 1e-12);
        AssertOrthonormalRows(parts.Right, 1e-12);
        Assert.Equal(parts.Values.OrderDescending(), parts.Values);
        Assert.All(parts.Values, value => Assert.True(value >= 0));
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j < matrix.Columns; j++)
            {
                double sum = 0;
                for (int k = 0; k < matrix.Rows; k++)
                    sum += parts.Values[k] * parts.Right[k, i] * parts.Left[k, j];
                Assert.Equal(matrix[i, j], sum, tolerance);
            }
        }
    }

    private static double Distance(DenseMatrix a, DenseMatrix b)
    {
        double sum = 0;
        for (int i = 0; i < a.Values.Length; i++)
            sum += (a.Values[i] - b.Values[i]) * (a.Values[i] - b.Values[i]);
        return sum;
    }
}
