using System.Numerics;

namespace FaissNet.Kernels;

public sealed class WalshHadamardTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    [InlineData(64)]
    [InlineData(512)]
    public void Transform_EveryLength_EqualsDefinition(int length)
    {
        using GuardedMemory<float> x = KernelData.SmallIntegers(new Random(length), length);
        float[] before = x.Span.ToArray();
        float[] scalar = x.Span.ToArray();
        WalshHadamard.Transform(x.Span);
        WalshHadamard.TransformScalar(scalar);
        for (int i = 0; i < length; i++)
        {
            float expected = 0;
            for (int j = 0; j < length; j++)
                expected += (BitOperations.PopCount((uint)(i & j)) & 1) == 0 ? before[j] : -before[j];
            Assert.Equal(expected, x.Span[i]);
            Assert.Equal(expected, scalar[i]);
        }
    }
}
