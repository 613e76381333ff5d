using System.Security.Cryptography;
using System.Text;
using FaissNet.Serialization;

namespace FaissNet.Tests.Serialization;

public sealed class Sha256Tests
{
    [Theory]
    [InlineData("", "E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("abc", "BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    [InlineData("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq", "248D6A61D20638B8E5C026930C3E6039A33CE45964FF2167F6ECEDD419DB06C1")]
    public void HashData_ExamplesOfTheStandard_GivesItsHashes(string text, string expected) =>
        Assert.Equal(expected, Convert.ToHexString(Sha256.HashData(Encoding.ASCII.GetBytes(text))));

    [Fact]
    public void Append_AnyLengthInAnyPieces_EqualsTheRuntimes()
    {
        var random = new Random(1);
        var data = new byte[300];
        random.NextBytes(data);
        for (int length = 0; length <= data.Length; length++)
        {
            var hash = new Sha256();
            for (int done = 0; done < length;)
            {
                int piece = Math.Min(random.Next(0, 150), length - done);
                hash.Append(data.AsSpan(done, piece));
                done += piece;
            }

            Assert.Equal(SHA256.HashData(data.AsSpan(0, length)), hash.Finish());
        }
    }
}
