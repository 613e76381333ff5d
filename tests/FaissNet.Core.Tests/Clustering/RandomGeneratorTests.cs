using FaissNet.Clustering;

namespace FaissNet.Tests.Clustering;

public class RandomGeneratorTests
{
    [Fact]
    public void Next_ReferenceSeed_GivesThePublishedNumbers()
    {
        var generator = new RandomGenerator(5489);
        Assert.Equal(3499211612u, generator.Next());
        Assert.Equal(581869302u, generator.Next());
        Assert.Equal(3890346734u, generator.Next());
        for (int i = 3; i < 9999; i++)
            generator.Next();
        // The number that the C++ standard requires of std::mt19937's 10,000th draw.
        Assert.Equal(4123659995u, generator.Next());
    }

    [Fact]
    public void Draws_Seed1234_GiveWhatFaissGives()
    {
        var generator = new RandomGenerator(1234);
        Assert.Equal([822569775, 2137449171, 524453158, 1365105717], Enumerable.Range(0, 4).Select(_ => generator.RandInt()));
        Assert.Equal([16, 64, 32, 25, 75, 29], Enumerable.Range(0, 6).Select(_ => generator.RandInt(100)));
        Assert.Equal([0.2725926f, 0.15063697f, 0.27646425f], Enumerable.Range(0, 3).Select(_ => generator.RandFloat()));
        Assert.Equal([0.19851876008289837, 0.8018721742094197], Enumerable.Range(0, 2).Select(_ => generator.RandDouble()));
    }

    [Theory]
    [InlineData(-1, 419326371)]
    [InlineData(1235 + 3 * 15486557L, 675335761)]
    [InlineData(1235 + 3 * 15486557L + (1L << 32), 675335761)]
    public void Seed_OfAnySize_CountsByItsLow32Bits(long seed, int expected)
        => Assert.Equal(expected, new RandomGenerator(seed).RandInt());

    [Fact]
    public void RandPerm_TwentyNumbers_IsTheOrderOfFaiss()
        => Assert.Equal([3, 6, 14, 16, 7, 4, 5, 8, 13, 10, 0, 15, 2, 9, 19, 17, 18, 12, 1, 11], RandomGenerator.RandPerm(20, 1235));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1000)]
    public void RandPerm_AnyLength_HoldsEveryNumberOnce(int n)
        => Assert.Equal(Enumerable.Range(0, n), RandomGenerator.RandPerm(n, 7).Order());
}
