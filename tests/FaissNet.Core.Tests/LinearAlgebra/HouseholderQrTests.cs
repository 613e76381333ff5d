using static FaissNet.LinearAlgebra.Matrices;

namespace FaissNet.LinearAlgebra;

public sealed class HouseholderQrTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 5)]
    [InlineData(2, 2)]
    [InlineData(7, 7)]
    [InlineData(16, 33)]
    [InlineData(100, 100)]
    [InlineData(129, 300)]
    public void OrthogonalFactor_RandomColumns_IsOrthonormalAndSpansTheSame(int count, int length)
    {
        DenseMatrix columns = Random(count, length);

        DenseMatrix q = HouseholderQr.OrthogonalFactor(Copy(columns), BuildOptions.Default);

        AssertOrthonormalRows(q, 1e-13);
        for (int i = 0; i < count; i++)
        {
            // Column i is a combination of the first i + 1 factors alone.
            var rest = columns.Row(i).ToArray();
            for (int j = 0; j <= i; j++)
            {
                double weight = Dot(columns.Row(i), q.Row(j));
                for (int k = 0; k < length; k++)
                    rest[k] -= weight * q[j, k];
            }
            Assert.All(rest, x => Assert.Equal(0, x, 1e-12));
        }
    }

    [Fact]
    public void OrthogonalFactor_Signs_AreLapacks()
    {
        // LAPACK sends a column to minus the sign of its first component and leaves the last one of a square matrix alone.
        var columns = new DenseMatrix(2, 2);
        (columns[0, 0], columns[0, 1], columns[1, 0], columns[1, 1]) = (3, 4, 1, 2);
        DenseMatrix q = HouseholderQr.OrthogonalFactor(columns, BuildOptions.Default);
        Assert.Equal(-0.6, q[0, 0], 1e-15);
        Assert.Equal(-0.8, q[0, 1], 1e-15);
        Assert.Equal(-0.8, q[1, 0], 1e-15);
        Assert.Equal(0.6, q[1, 1], 1e-15);
    }

    [Fact]
    public void OrthogonalFactor_ColumnOnItsAxis_IsLeftAlone()
    {
        var columns = new DenseMatrix(2, 3);
        (columns[0, 0], columns[1, 1]) = (-2, 5);
        Assert.Equal([1, 0, 0, 0, 1, 0], HouseholderQr.OrthogonalFactor(columns, BuildOptions.Default).Values);
    }

    [Fact]
    public void OrthogonalFactor_AnyNumberOfThreads_IsTheSame()
    {
        DenseMatrix one = HouseholderQr.OrthogonalFactor(Random(300, 300), new BuildOptions { MaxDegreeOfParallelism = 1 });
        DenseMatrix many = HouseholderQr.OrthogonalFactor(Random(300, 300), new BuildOptions { MaxDegreeOfParallelism = 5 });
        Assert.Equal(one.Values, many.Values);
    }
}
