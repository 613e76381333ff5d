using static FaissNet.LinearAlgebra.Matrices;

namespace FaissNet.LinearAlgebra;

public sealed class GaussJordanTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(31)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(100)]
    [InlineData(257)]
    public void TryInvert_RandomMatrix_IsItsInverse(int size)
    {
        DenseMatrix matrix = Random(size, size);
        DenseMatrix inverse = Copy(matrix);
        Assert.True(GaussJordan.TryInvert(inverse, BuildOptions.Default));
        for (int i = 0; i < size; i++)
        {
            for (int j = 0; j < size; j++)
            {
                double sum = 0;
                for (int k = 0; k < size; k++)
                    sum += matrix[i, k] * inverse[k, j];
                Assert.Equal(i == j ? 1 : 0, sum, 1e-9);
            }
        }
    }

    [Fact]
    public void TryInvert_ZerosOnTheDiagonal_AreExchanged()
    {
        var matrix = new DenseMatrix(3, 3);
        (matrix[0, 1], matrix[1, 2], matrix[2, 0]) = (2, 4, 8);
        Assert.True(GaussJordan.TryInvert(matrix, BuildOptions.Default));
        Assert.Equal([0, 0, 0.125, 0.5, 0, 0, 0, 0.25, 0], matrix.Values);
    }

    [Fact]
    public void TryInvert_DependentRowsOrNaN_Refuses()
    {
        DenseMatrix dependent = Random(40, 40);
        dependent.Row(7).Clear();
        Assert.False(GaussJordan.TryInvert(dependent, BuildOptions.Default));
        DenseMatrix broken = Random(4, 4);
        for (int j = 0; j < 4; j++)
            broken[2, j] = double.NaN;
        Assert.False(GaussJordan.TryInvert(broken, BuildOptions.Default));
    }
}
