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

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(33)]
    public void Encode_Span_GivesWhatEncodingEachGives(int count)
    {
        for (int round = 0; round < 2000; round++)
        {
            var random = new Random(round);
            // All finite floats of a magnitude between below the smallest half and beyond the largest, evenly by their bits.
            float[] values = Enumerable.Range(0, count)
                .Select(_ => BitConverter.Int32BitsToSingle(random.Next(0x32000000, 0x48000000) | (random.Next(2) << 31))).ToArray();
            var halves = new ushort[count];
            Float16.Encode(values, halves);
            Assert.Equal(values.Select(Float16.Encode), halves);
        }
    }

    [Fact]
    public void Encode_SpanOfZerosAndExtremes_GivesWhatEncodingEachGives()
    {
        float[] values =
        [
            0, -0f, float.MaxValue, float.MinValue, float.Epsilon, -float.Epsilon, 65504, 65519.9f, 65520, 65536, 6.1035156e-05f, 6.103515e-05f,
            2.9802322e-08f, 2.980232e-08f, 1, -1,
        ];
        var halves = new ushort[values.Length];
        Float16.Encode(values, halves);
        Assert.Equal(values.Select(Float16.Encode), halves);
    }
}
