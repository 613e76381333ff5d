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
        DenseMatrix q = Copy(columns);

        HouseholderQr.OrthogonalFactor(q, BuildOptions.Default);

        for (int i = 0; i < count; i++)
        {
            for (int j = 0; j <= i; j++)
                Assert.Equal(i == j ? 1 : 0, Dot(q.Row(i), q.Row(j)), 1e-13);
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
        HouseholderQr.OrthogonalFactor(columns, BuildOptions.Default);
        Assert.Equal(-0.6, columns[0, 0], 1e-15);
        Assert.Equal(-0.8, columns[0, 1], 1e-15);
        Assert.Equal(-0.8, columns[1, 0], 1e-15);
        Assert.Equal(0.6, columns[1, 1], 1e-15);
    }

    [Fact]
    public void OrthogonalFactor_ColumnOnItsAxis_IsLeftAlone()
    {
        var columns = new DenseMatrix(2, 3);
        (columns[0, 0], columns[1, 1]) = (-2, 5);
        HouseholderQr.OrthogonalFactor(columns, BuildOptions.Default);
        Assert.Equal([1, 0, 0, 0, 1, 0], columns.Values);
    }

    [Fact]
    public void OrthogonalFactor_AnyNumberOfThreads_IsTheSame()
    {
        DenseMatrix one = Random(300, 300);
        DenseMatrix many = Copy(one);
        HouseholderQr.OrthogonalFactor(one, new BuildOptions { MaxDegreeOfParallelism = 1 });
        HouseholderQr.OrthogonalFactor(many, new BuildOptions { MaxDegreeOfParallelism = 5 });
        Assert.Equal(one.Values, many.Values);
    }

    private static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    private static DenseMatrix Random(int rows, int columns)
    {
        var random = new Random(5);
        var matrix = new DenseMatrix(rows, columns);
        for (int i = 0; i < matrix.Values.Length; i++)
            matrix.Values[i] = random.NextDouble() * 2 - 1;
        return matrix;
    }

    private static DenseMatrix Copy(DenseMatrix matrix)
    {
        var copy = new DenseMatrix(matrix.Rows, matrix.Columns);
        matrix.Values.CopyTo(copy.Values, 0);
        return copy;
    }
}
