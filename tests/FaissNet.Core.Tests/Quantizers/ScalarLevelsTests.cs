using FaissNet.Quantizers;

namespace FaissNet.Tests.Quantizers;

public class ScalarLevelsTests
{
    [Theory]
    [InlineData(255)]
    [InlineData(63)]
    [InlineData(15)]
    public void EncodeDecode_EveryLength_FollowTheFormulas(int top)
    {
        int[] lengths = [.. Enumerable.Range(0, 70), 96, 100, 127, 128, 129, 512, 768];
        foreach (int d in lengths)
        {
            var random = new Random(d);
            float[] low = Values(random, d);
            // Some spans are empty, and some values lie on a level, at the ends of the range, and outside of it.
            float[] span = Enumerable.Range(0, d).Select(i => i % 7 == 3 ? 0 : (float)random.NextDouble() * 3).ToArray();
            float[] x = Enumerable.Range(0, d).Select(i => low[i] + span[i] * Share(random, top)).ToArray();
            var levels = new byte[d];
            ScalarLevels.Encode(x, low, span, top, levels);
            var decoded = new float[d];
            ScalarLevels.Decode(levels, low, span, top, decoded);
            for (int i = 0; i < d; i++)
            {
                float share = span[i] == 0 ? 0 : Math.Clamp((x[i] - low[i]) / span[i], 0, 1);
                Assert.Equal(top == 255 ? (int)(share * 255f) : (int)(share * (double)top), levels[i]);
                Assert.Equal(low[i] + (levels[i] + 0.5f) / top * span[i], decoded[i]);
            }
        }
    }

    [Theory]
    [InlineData(63)]
    [InlineData(15)]
    public void Encode_NextToEveryLevel_IsCutAsInDouble(int top)
    {
        // The only shares whose product could round to another level lie within a few steps of one.
        List<float> shares = [];
        for (int level = 1; level <= top; level++)
        {
            float share = level / (float)top;
            for (int step = 0; step < 4; step++)
                share = MathF.BitIncrement(share);
            for (int step = 0; step < 9; step++, share = MathF.BitDecrement(share))
                shares.Add(Math.Min(share, 1));
        }
        var levels = new byte[shares.Count];
        ScalarLevels.Encode(shares.ToArray(), new float[shares.Count], Enumerable.Repeat(1f, shares.Count).ToArray(), top, levels);
        Assert.Equal(shares.Select(share => (byte)(share * (double)top)), levels);
    }

    private static float Share(Random random, int top) => random.Next(4) switch
    {
        0 => random.Next(top + 1) / (float)top,
        1 => MathF.BitDecrement(random.Next(top + 1) / (float)top),
        2 => random.Next(-1, 3),
        _ => (float)random.NextDouble(),
    };

    private static float[] Values(Random random, int count) => Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() * 2 - 1).ToArray();
}
