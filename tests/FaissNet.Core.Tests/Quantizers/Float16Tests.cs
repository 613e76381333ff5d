using FaissNet.Quantizers;

namespace FaissNet.Tests.Quantizers;

public class Float16Tests
{
    [Theory]
    [InlineData(0f, 0x0000)]
    [InlineData(-0f, 0x8000)]
    [InlineData(1f, 0x3c00)]
    [InlineData(-1f, 0xbc00)]
    [InlineData(65504f, 0x7bff)]
    [InlineData(65519.988f, 0x7bff)]
    [InlineData(65520f, 0x7c00)]
    [InlineData(-1e6f, 0xfc00)]
    [InlineData(6.1035156e-05f, 0x0400)]
    [InlineData(6.1e-05f, 0x03ff)]
    [InlineData(3e-06f, 0x0032)]
    [InlineData(2.9802322e-08f, 0x0001)]
    [InlineData(1.4901161e-08f, 0x0000)]
    [InlineData(0.1f, 0x2e66)]
    [InlineData(float.PositiveInfinity, 0x7c00)]
    [InlineData(float.NaN, 0x7e00)]
    public void Encode_Value_GivesTheBitsOfFaiss(float value, int expected) => Assert.Equal(expected, Float16.Encode(value));

    [Theory]
    [InlineData(1 + 1 / 2048f, 0x3c01)]
    [InlineData(1 + 3 / 2048f, 0x3c02)]
    [InlineData(2049f, 0x6801)]
    [InlineData(-2049f, 0xe801)]
    public void Encode_Tie_GoesAwayFromZero(float value, int expected) => Assert.Equal(expected, Float16.Encode(value));

    [Fact]
    public void Encode_EveryHalf_ComesBackAsItself()
    {
        for (int bits = 0; bits < 65536; bits++)
        {
            Half half = BitConverter.UInt16BitsToHalf((ushort)bits);
            if (!Half.IsNaN(half))
                Assert.Equal(bits, Float16.Encode((float)half));
        }
    }

    [Fact]
    public void Encode_BetweenTwoHalves_GoesToTheNearer()
    {
        for (int bits = 0; bits < 0x7bff; bits++)
        {
            float low = (float)BitConverter.UInt16BitsToHalf((ushort)bits);
            float high = (float)BitConverter.UInt16BitsToHalf((ushort)(bits + 1));
            Assert.Equal(bits, Float16.Encode(low + (high - low) * 0.4990234375f));
            Assert.Equal(bits + 1, Float16.Encode(low + (high - low) * 0.5f));
        }
    }
}
