namespace FaissNet.Quantizers;

public sealed class RaBitQScaleTests
{
    /// <summary>Following the root to first order, as FAISS does, may miss the best scale by a little in few dimensions.</summary>
    private const double Drift = 0.03;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Find_AnyVector_NoScaleOfTheRangePointsBetter(int bits)
    {
        var random = new Random(bits);
        foreach (int d in (int[])[16, 64, 200])
        {
            var scale = new RaBitQScale(d, bits);
            for (int repeat = 0; repeat < 3; repeat++)
            {
                float[] o = [.. Enumerable.Range(0, d).Select(_ => MathF.Abs(random.NextSingle() + random.NextSingle() - 1))];
                float norm = MathF.Sqrt(o.Sum(x => x * x));
                o = Array.ConvertAll(o, x => x / norm);

                double found = Cosine(o, scale.Find(o), bits);

                double end = ((1 << bits) + 9) / o.Max();
                for (int step = 1; step < 400; step++)
                    Assert.True(Cosine(o, end * step / 400, bits) <= found + Drift, $"d={d}: step {step} is better than {found}");
            }
        }
    }

    private static double Cosine(float[] o, double scale, int bits)
    {
        double product = 0, norm = 0;
        foreach (float x in o)
        {
            double level = Math.Min(Math.Floor(scale * x + 1e-5), (1 << bits) - 1) + 0.5;
            product += level * x;
            norm += level * level;
        }
        return product / Math.Sqrt(norm);
    }
}
