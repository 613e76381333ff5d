using static FaissNet.LinearAlgebra.Matrices;

namespace FaissNet.LinearAlgebra;

public sealed class SymmetricEigenTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    [InlineData(100)]
    [InlineData(257)]
    public void Decompose_RandomMatrix_HasItsEigenpairs(int n)
    {
        DenseMatrix matrix = Symmetric(n);

        SymmetricEigen eigen = SymmetricEigen.Decompose(Copy(matrix), BuildOptions.Default);

        AssertDecomposes(matrix, eigen, 1e-12 * n);
        AssertOrthonormalRows(eigen.Vectors, 1e-12);
        Assert.Equal(eigen.Values.OrderDescending(), eigen.Values);
    }

    [Fact]
    public void Decompose_RepeatedAndZeroEigenvalues_FindsThemExactly()
    {
        // A projection onto three directions: the eigenvalues are 1 and 0.
        SymmetricEigen basis = SymmetricEigen.Decompose(Symmetric(20), BuildOptions.Default);
        var matrix = new DenseMatrix(20, 20);
        for (int k = 0; k < 3; k++)
        {
            for (int i = 0; i < 20; i++)
            {
                for (int j = 0; j < 20; j++)
                    matrix[i, j] += basis.Vectors[k, i] * basis.Vectors[k, j];
            }
        }
        SymmetricEigen eigen = SymmetricEigen.Decompose(Copy(matrix), BuildOptions.Default);
        AssertDecomposes(matrix, eigen, 1e-13);
        AssertOrthonormalRows(eigen.Vectors, 1e-13);
        for (int i = 0; i < 20; i++)
            Assert.Equal(i < 3 ? 1 : 0, eigen.Values[i], 1e-14);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(100)]
    public void Eigenvalues_RandomMatrix_AreThoseOfItsEigenpairs(int n)
        => Assert.Equal(
            SymmetricEigen.Decompose(Symmetric(n), BuildOptions.Default).Values, SymmetricEigen.Eigenvalues(Symmetric(n), BuildOptions.Default));

    [Fact]
    public void Decompose_DiagonalMatrix_SortsIt()
    {
        var matrix = new DenseMatrix(3, 3);
        (matrix[0, 0], matrix[1, 1], matrix[2, 2]) = (-1, 7, 2);
        Assert.Equal([7, 2, -1], SymmetricEigen.Decompose(matrix, BuildOptions.Default).Values);
        Assert.Equal([0, 0, 0], SymmetricEigen.Decompose(new DenseMatrix(3, 3), BuildOptions.Default).Values);
    }

    [Fact]
    public void Decompose_AnyNumberOfThreads_IsTheSame()
    {
        SymmetricEigen one = SymmetricEigen.Decompose(Symmetric(260), new BuildOptions { MaxDegreeOfParallelism = 1 });
        SymmetricEigen many = SymmetricEigen.Decompose(Symmetric(260), new BuildOptions { MaxDegreeOfParallelism = 5 });
        Assert.Equal(one.Values, many.Values);
        Assert.Equal(one.Vectors.Values, many.Vectors.Values);
    }

    [Fact]
    public void Decompose_NotFiniteOrCancelled_Throws()
    {
        DenseMatrix broken = Symmetric(5);
        broken[1, 2] = double.NaN;
        Assert.Throws<ArgumentException>(() => SymmetricEigen.Decompose(broken, BuildOptions.Default));
        var cancelled = new BuildOptions { CancellationToken = new CancellationToken(canceled: true) };
        Assert.ThrowsAny<OperationCanceledException>(() => SymmetricEigen.Decompose(Symmetric(5), cancelled));
    }

    private static void AssertDecomposes(DenseMatrix matrix, SymmetricEigen eigen, double tolerance)
    {
        for (int k = 0; k < matrix.Rows; k++)
        {
            for (int i = 0; i < matrix.Rows; i++)
                Assert.Equal(eigen.Values[k] * eigen.Vectors[k, i], Dot(matrix.Row(i), eigen.Vectors.Row(k)), tolerance);
        }
    }

    private static DenseMatrix Symmetric(int n)
    {
        DenseMatrix matrix = Random(n, n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < i; j++)
                matrix[i, j] = matrix[j, i];
        }
        return matrix;
    }
}
