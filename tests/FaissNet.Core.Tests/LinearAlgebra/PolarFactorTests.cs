using static FaissNet.LinearAlgebra.Matrices;

namespace FaissNet.LinearAlgebra;

public sealed class PolarFactorTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 6)]
    [InlineData(2, 2)]
    [InlineData(30, 30)]
    [InlineData(33, 100)]
    [InlineData(130, 130)]
    [InlineData(120, 128)]
    public void Find_FullRank_IsWhatSingularValuesGive(int rows, int columns)
    {
        DenseMatrix matrix = Random(rows, columns);
        DenseMatrix expected = SingularValues.Decompose(Copy(matrix), BuildOptions.Default).NearestOrthonormal(BuildOptions.Default);
        DenseMatrix? found = PolarFactor.Find(matrix, BuildOptions.Default);
        Assert.NotNull(found);
        AssertOrthonormalRows(found, 1e-13);
        for (int i = 0; i < expected.Values.Length; i++)
            Assert.Equal(expected.Values[i], found.Values[i], 1e-10);
        Assert.Equal(Random(rows, columns).Values, matrix.Values);
    }

    /// <summary>Covariances of embeddings have a condition like this, and the small singular values still decide about their directions.</summary>
    [Fact]
    public void Find_LargeCondition_KeepsSmallDirections()
    {
        const int Size = 40;
        DenseMatrix left = HouseholderQr.OrthogonalFactor(Random(Size, Size, seed: 1), BuildOptions.Default);
        DenseMatrix right = HouseholderQr.OrthogonalFactor(Random(Size, Size, seed: 2), BuildOptions.Default);
        var matrix = new DenseMatrix(Size, Size);
        var expected = new DenseMatrix(Size, Size);
        for (int k = 0; k < Size; k++)
        {
            double value = Math.Pow(10, -7.0 * k / (Size - 1));
            for (int i = 0; i < Size; i++)
            {
                for (int j = 0; j < Size; j++)
                {
                    matrix[i, j] += value * left[k, i] * right[k, j];
                    expected[i, j] += left[k, i] * right[k, j];
                }
            }
        }
        DenseMatrix? found = PolarFactor.Find(matrix, BuildOptions.Default);
        Assert.NotNull(found);
        for (int i = 0; i < expected.Values.Length; i++)
            Assert.Equal(expected.Values[i], found.Values[i], 1e-8);
    }

    [Fact]
    public void Find_RowsThatDependOnEachOtherOrAreNotFinite_IsLeftToSingularValues()
    {
        DenseMatrix dependent = Random(20, 20);
        dependent.Row(3).CopyTo(dependent.Row(11));
        Assert.Null(PolarFactor.Find(dependent, BuildOptions.Default));
        DenseMatrix wide = Random(20, 30);
        wide.Row(3).CopyTo(wide.Row(11));
        Assert.Null(PolarFactor.Find(wide, BuildOptions.Default));
        Assert.Null(PolarFactor.Find(new DenseMatrix(5, 5), BuildOptions.Default));
        DenseMatrix broken = Random(5, 5);
        broken[2, 2] = double.PositiveInfinity;
        Assert.Null(PolarFactor.Find(broken, BuildOptions.Default));
    }

    [Fact]
    public void Find_AnyNumberOfThreads_IsTheSame()
    {
        DenseMatrix? one = PolarFactor.Find(Random(150, 200), new BuildOptions { MaxDegreeOfParallelism = 1 });
        DenseMatrix? many = PolarFactor.Find(Random(150, 200), new BuildOptions { MaxDegreeOfParallelism = 5 });
        Assert.Equal(one!.Values, many!.Values);
    }
}
