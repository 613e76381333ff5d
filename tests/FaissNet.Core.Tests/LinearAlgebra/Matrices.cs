namespace FaissNet.LinearAlgebra;

/// <summary>Matrices for tests, and plain arithmetic on them.</summary>
internal static class Matrices
{
    public static DenseMatrix Random(int rows, int columns, int seed = 5)
    {
        var random = new Random(seed);
        var matrix = new DenseMatrix(rows, columns);
        for (int i = 0; i < matrix.Values.Length; i++)
            matrix.Values[i] = random.NextDouble() * 2 - 1;
        return matrix;
    }

    public static DenseMatrix Copy(DenseMatrix matrix)
    {
        var copy = new DenseMatrix(matrix.Rows, matrix.Columns);
        matrix.Values.CopyTo(copy.Values, 0);
        return copy;
    }

    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        double sum = 0;
        for (int i = 0; i < a.Length; i++)
            sum += a[i] * b[i];
        return sum;
    }

    public static void AssertOrthonormalRows(DenseMatrix matrix, double tolerance)
    {
        for (int i = 0; i < matrix.Rows; i++)
        {
            for (int j = 0; j <= i; j++)
                Assert.Equal(i == j ? 1 : 0, Dot(matrix.Row(i), matrix.Row(j)), tolerance);
        }
    }
}
