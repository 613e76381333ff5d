using FaissNet.LinearAlgebra;

namespace FaissNet.Kernels;

public sealed class DoubleProductTests
{
    [Fact]
    public void Add_EveryShape_EqualsOracle()
    {
        foreach ((int n, int k, int m) in ((int, int, int)[])
            [(1, 1, 1), (5, 3, 7), (6, 1, 8), (6, 64, 16), (7, 65, 17), (48, 64, 32), (49, 129, 33), (13, 0, 4), (100, 32, 100)])
        {
            DenseMatrix a = Matrices.Random(n, k, seed: 1), b = Matrices.Random(k, m, seed: 2), c = Matrices.Random(n, m, seed: 3);
            DenseMatrix sum = Matrices.Copy(c);
            DoubleProduct.Add(a, b, sum, BuildOptions.Default);
            for (int i = 0; i < n; i++)
            {
                for (int j = 0; j < m; j++)
                {
                    double expected = c[i, j];
                    for (int t = 0; t < k; t++)
                        expected += a[i, t] * b[t, j];
                    Assert.Equal(expected, sum[i, j], 1e-13);
                }
            }
        }
    }

    [Fact]
    public void Add_AnyNumberOfThreads_IsTheSame()
    {
        DenseMatrix a = Matrices.Random(200, 70, seed: 1), b = Matrices.Random(70, 99, seed: 2);
        var one = new DenseMatrix(200, 99);
        var many = new DenseMatrix(200, 99);
        DoubleProduct.Add(a, b, one, new BuildOptions { MaxDegreeOfParallelism = 1 });
        DoubleProduct.Add(a, b, many, new BuildOptions { MaxDegreeOfParallelism = 5 });
        Assert.Equal(one.Values, many.Values);
    }
}
