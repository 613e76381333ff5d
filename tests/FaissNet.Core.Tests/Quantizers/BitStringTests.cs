using FaissNet.Quantizers;

namespace FaissNet.Tests.Quantizers;

public class BitStringTests
{
    [Fact]
    public void Pack_TenBits_FillsBytesFromTheLowestBit()
    {
        var bytes = new byte[4];
        BitString.Pack([0x3ff, 0, 0x155], 10, bytes);
        Assert.Equal(new byte[] { 0xff, 0x03, 0x50, 0x15 }, bytes);
    }

    [Fact]
    public void Pack_FourBits_PutsEvenNumbersIntoTheLowHalf()
    {
        var bytes = new byte[2];
        BitString.Pack([1, 2, 3], 4, bytes);
        Assert.Equal(new byte[] { 0x21, 0x03 }, bytes);
    }

    [Fact]
    public void Unpack_EveryWidthAndCount_GivesBackWhatWasPacked()
    {
        var random = new Random(1);
        for (int bits = 1; bits <= 16; bits++)
        {
            for (int count = 0; count <= 33; count++)
            {
                int[] values = Enumerable.Range(0, count).Select(_ => random.Next(1 << bits)).ToArray();
                var bytes = new byte[(count * bits + 7) / 8];
                BitString.Pack(values, bits, bytes);
                // An independent reading of the definition: bit t of the string is bit t mod 8 of byte t / 8.
                for (int t = 0; t < bytes.Length * 8; t++)
                {
                    int expected = t / bits < count ? values[t / bits] >> (t % bits) & 1 : 0;
                    Assert.Equal(expected, bytes[t / 8] >> (t % 8) & 1);
                }
                var back = new int[count];
                BitString.Unpack(bytes, bits, back);
                Assert.Equal(values, back);
                if (bits > 8)
                    continue;
                byte[] small = values.Select(value => (byte)value).ToArray();
                var smallBytes = new byte[bytes.Length];
                BitString.Pack(small, bits, smallBytes);
                Assert.Equal(bytes, smallBytes);
                var smallBack = new byte[count];
                BitString.Unpack(bytes, bits, smallBack);
                Assert.Equal(small, smallBack);
            }
        }
    }
}
