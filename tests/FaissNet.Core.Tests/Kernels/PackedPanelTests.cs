namespace FaissNet.Kernels;

public sealed unsafe class PackedPanelTests
{
    [Theory]
    [InlineData(0, false)]
    [InlineData(128, false)]
    [InlineData(128, true)]
    [InlineData(256, false)]
    [InlineData(512, false)]
    public void Pack_EveryCountAndStride_InterleavesByDimension(int tier, bool manyRegisters)
    {
        var random = new Random(tier);
        using var panel = new PackedPanel((SimdTier)tier, manyRegisters);
        foreach (int d in new[] { 1, 2, 3, 4, 5, 8, 17, 32 })
        {
            foreach (int n in new[] { 1, 3, 4, 5, 8, 15, 16, 17, 47, 64, 65, 130 })
            {
                int stride = d + random.Next(3);
                using GuardedMemory<float> rows = KernelData.SmallIntegers(random, ((n - 1L) * stride) + d);
                panel.Pack(rows.Pointer, n, d, stride);
                Assert.Equal(n, panel.Count);
                Assert.Equal(d, panel.Dimension);
                for (int j = 0; j < panel.BlockCount * panel.Width; j++)
                {
                    float norm = 0;
                    for (int k = 0; k < d; k++)
                    {
                        float expected = j < n ? rows.Span[(j * stride) + k] : 0;
                        norm += expected * expected;
                        Assert.Equal(expected, panel.Block(j / panel.Width)[(k * panel.Width) + (j % panel.Width)]);
                    }

                    Assert.Equal(j < n ? norm : float.PositiveInfinity, panel.Norms[j]);
                }
            }
        }
    }
}
