using System.Runtime.InteropServices;
using System.Security.Cryptography;
using FaissNet.Testing;

namespace FaissNet.Tests.Quantizers;

public class ScalarQuantizerTests
{
    public static TheoryData<string> Files => [.. GoldenFiles.Keys("SQ8", "SQ4", "SQ6", "SQfp16", "SQbf16", "SQ8_direct_signed")];

    [Theory]
    [MemberData(nameof(Files))]
    public void Train_OnGoldenVectors_GivesTheStateAndCodesOfFaiss(string key)
    {
        GoldenFile file = GoldenFiles.Get(key);
        using var state = new GoldenState(file);
        Assert.Equal("IxSQ", state.FourCc());
        state.Header();
        (int type, int stat, float arg, int dimension, int codeSize, float[] trained) = state.ScalarQuantizer();
        byte[] expected = state.Bytes();

        var quantizer = new ScalarQuantizer(dimension, (ScalarQuantizerType)type, (RangeStat)stat, arg);
        quantizer.Train(file.Base.Values);
        var codes = new byte[file.Base.Rows * quantizer.CodeSize];
        quantizer.Encode(file.Base.Values, codes);

        Assert.Equal(codeSize, quantizer.CodeSize);
        Assert.Equal(trained, quantizer.Trained.ToArray());
        Assert.Equal(expected, codes);
    }

    [Theory]
    [MemberData(nameof(Files))]
    public void Decode_CodesOfFaiss_GivesWhatFaissReconstructs(string key)
    {
        GoldenFile file = GoldenFiles.Get(key);
        using var state = new GoldenState(file);
        state.FourCc();
        state.Header();
        (int type, int _, float _, int dimension, int _, float[] trained) = state.ScalarQuantizer();
        var quantizer = new ScalarQuantizer(dimension, (ScalarQuantizerType)type);
        quantizer.SetTrained(trained);

        var vectors = new float[file.Reconstructed.Values.Length];
        quantizer.Decode(state.Bytes().AsSpan(0, file.Reconstructed.Rows * quantizer.CodeSize), vectors);

        Assert.InRange(Parity.LargestDifference(file.Reconstructed.Values, vectors), 0, 1e-6f);
    }

    /// <summary>The digests are those of what FAISS 1.7.3 computes from the same vectors: ranges, codes, decoded vectors.</summary>
    [Theory]
    [InlineData(ScalarQuantizerType.EightBit, RangeStat.MinMax, 0f, "54F894D913410234", "C38393A424190DF8", "1DD0A1B04B27EEFD")]
    [InlineData(ScalarQuantizerType.EightBit, RangeStat.MinMax, 0.125f, "075A744E54B87598", "3B938CE597636E5D", "51E1CAEDA928E4BC")]
    [InlineData(ScalarQuantizerType.EightBit, RangeStat.MeanStd, 2.5f, "0B3032D301189AB2", "AC41AB1EBEC25C40", "911C80347D41A10E")]
    [InlineData(ScalarQuantizerType.EightBit, RangeStat.Quantiles, 0.05f, "ED32FC6943B0C0F8", "42F3A65C55F330A0", "1F9F07D43AB60732")]
    [InlineData(ScalarQuantizerType.EightBit, RangeStat.Optim, 0f, "CD77F1AB49E6AD9D", "BA512A11AAEB1AAF", "C82B48149E47B1E6")]
    [InlineData(ScalarQuantizerType.FourBit, RangeStat.MinMax, 0f, "54F894D913410234", "03B6D56FAEB4F151", "C45B2DD703CAFF8A")]
    [InlineData(ScalarQuantizerType.FourBit, RangeStat.MinMax, 0.125f, "075A744E54B87598", "96AB00029CEEF913", "20105690D52A59C3")]
    [InlineData(ScalarQuantizerType.FourBit, RangeStat.MeanStd, 2.5f, "0B3032D301189AB2", "B99B962EC223DA03", "9D18E567B1805BBC")]
    [InlineData(ScalarQuantizerType.FourBit, RangeStat.Quantiles, 0.05f, "ED32FC6943B0C0F8", "93E74AD02BED9F97", "77A8E9A8E401AC9C")]
    [InlineData(ScalarQuantizerType.FourBit, RangeStat.Optim, 0f, "9F96196E946EB73E", "EA150C347A0FEEF1", "A34E9FFBDB6CC591")]
    [InlineData(ScalarQuantizerType.EightBitUniform, RangeStat.MinMax, 0f, "FD4FF1D6BFF831D2", "82A3A4E8248DBBC7", "97ADBA53EE25AE02")]
    [InlineData(ScalarQuantizerType.EightBitUniform, RangeStat.MinMax, 0.125f, "FC4A543D8C627B68", "803EC182EFA6BD6F", "BCD90C8801D62F32")]
    [InlineData(ScalarQuantizerType.EightBitUniform, RangeStat.MeanStd, 2.5f, "89CC6FC513238AE8", "05359E37918DC73C", "77EC41973EBFA806")]
    [InlineData(ScalarQuantizerType.EightBitUniform, RangeStat.Quantiles, 0.05f, "D753DB4F13C98DDB", "300FD67BD184FA35", "F9DB6D9E6AAA3D79")]
    [InlineData(ScalarQuantizerType.EightBitUniform, RangeStat.Optim, 0f, "B20DB9C56274A5BA", "668B3AE5C2999926", "ED51F255423DB832")]
    [InlineData(ScalarQuantizerType.FourBitUniform, RangeStat.MinMax, 0f, "FD4FF1D6BFF831D2", "2E316269DDDD58BF", "24F8DC9DAA3C1A92")]
    [InlineData(ScalarQuantizerType.FourBitUniform, RangeStat.MinMax, 0.125f, "FC4A543D8C627B68", "090CCA91410111F5", "E525D433FA38F1AE")]
    [InlineData(ScalarQuantizerType.FourBitUniform, RangeStat.MeanStd, 2.5f, "89CC6FC513238AE8", "87688E790485A031", "3B490E5E29FAE424")]
    [InlineData(ScalarQuantizerType.FourBitUniform, RangeStat.Quantiles, 0.05f, "D753DB4F13C98DDB", "7595081A2749FF83", "97468AECA0B06BD8")]
    [InlineData(ScalarQuantizerType.FourBitUniform, RangeStat.Optim, 0f, "0102249E0DC94F49", "D9263033AD4E80DC", "966225E6BFD78B6B")]
    [InlineData(ScalarQuantizerType.SixBit, RangeStat.MinMax, 0f, "54F894D913410234", "E3BF15980099095B", "6BE9C81CDD6CD063")]
    [InlineData(ScalarQuantizerType.SixBit, RangeStat.MinMax, 0.125f, "075A744E54B87598", "9B71BA5F53D79F28", "843B2BE760A0DADB")]
    [InlineData(ScalarQuantizerType.SixBit, RangeStat.MeanStd, 2.5f, "0B3032D301189AB2", "6E7FA17084CA7A59", "911F3A8DB827EFDB")]
    [InlineData(ScalarQuantizerType.SixBit, RangeStat.Quantiles, 0.05f, "ED32FC6943B0C0F8", "F15D13F3E65F1ADD", "8216DA00150951D5")]
    [InlineData(ScalarQuantizerType.SixBit, RangeStat.Optim, 0f, "A35852487DC899B5", "3CFECCDB62FC8815", "DAB5C94555062BB2")]
    [InlineData(ScalarQuantizerType.Float16, RangeStat.MinMax, 0f, "E3B0C44298FC1C14", "722C125E9940D860", "F155BF34C9BF50F4")]
    [InlineData(ScalarQuantizerType.EightBitDirect, RangeStat.MinMax, 0f, "E3B0C44298FC1C14", "1BEC492FC3FDB351", "F89D39E7E39FEB81")]
    public void TrainEncodeDecode_EachTypeAndStatistic_GivesWhatFaissGives(
        ScalarQuantizerType type, RangeStat stat, float arg, string trained, string codes, string decoded)
    {
        float[] vectors = GoldenFiles.Get("1.7.3/Flat_l2").Base.Values;
        if (type == ScalarQuantizerType.EightBitDirect)
            vectors = vectors.Select(value => MathF.Min(MathF.Truncate(MathF.Abs(value) * 60), 255)).ToArray();
        var quantizer = new ScalarQuantizer(32, type, stat, arg);
        quantizer.Train(vectors);
        var actualCodes = new byte[600 * quantizer.CodeSize];
        quantizer.Encode(vectors, actualCodes);
        var actualVectors = new float[vectors.Length];
        quantizer.Decode(actualCodes, actualVectors);

        Assert.Equal(trained, Digest(quantizer.Trained));
        Assert.Equal(codes, Digest<byte>(actualCodes));
        Assert.Equal(decoded, Digest<float>(actualVectors));
    }

    [Theory]
    [InlineData(RangeStat.MinMax, 0.1f)]
    [InlineData(RangeStat.MeanStd, 2f)]
    [InlineData(RangeStat.Quantiles, 0.1f)]
    [InlineData(RangeStat.Optim, 0f)]
    public void Train_AnyNumberOfThreads_GivesTheSame(RangeStat stat, float arg)
    {
        float[] vectors = GoldenFiles.Get("1.7.3/Flat_l2").Base.Values;
        var one = new ScalarQuantizer(32, ScalarQuantizerType.EightBit, stat, arg);
        one.Train(vectors, new BuildOptions { MaxDegreeOfParallelism = 1 });
        var four = new ScalarQuantizer(32, ScalarQuantizerType.EightBit, stat, arg);
        four.Train(vectors, new BuildOptions { MaxDegreeOfParallelism = 4 });
        Assert.Equal(one.Trained.ToArray(), four.Trained.ToArray());
    }

    [Fact]
    public void Encode_EightBit_CutsAndClamps()
    {
        var quantizer = new ScalarQuantizer(1);
        quantizer.Train([0f, 255f]);
        Assert.Equal([0f, 255f], quantizer.Trained.ToArray());
        var codes = new byte[7];
        quantizer.Encode([-3, 0, 0.9f, 1, 254.9f, 255, 300], codes);
        Assert.Equal(new byte[] { 0, 0, 0, 1, 254, 255, 255 }, codes);
        var decoded = new float[7];
        quantizer.Decode(codes, decoded);
        Assert.Equal([0.5f, 0.5f, 0.5f, 1.5f, 254.5f, 255.5f, 255.5f], decoded);
    }

    [Fact]
    public void Encode_ConstantComponent_GivesCodeZero()
    {
        var quantizer = new ScalarQuantizer(2);
        quantizer.Train([7, 1, 7, 2]);
        var codes = new byte[2];
        quantizer.Encode([9, 2], codes);
        Assert.Equal(new byte[] { 0, 255 }, codes);
        var decoded = new float[2];
        quantizer.Decode(codes, decoded);
        Assert.Equal(7, decoded[0]);
    }

    [Theory]
    [InlineData(ScalarQuantizerType.FourBit, 5, 3)]
    [InlineData(ScalarQuantizerType.SixBit, 5, 4)]
    [InlineData(ScalarQuantizerType.EightBit, 5, 5)]
    [InlineData(ScalarQuantizerType.Float16, 5, 10)]
    public void CodeSize_OddDimension_IsRoundedUp(ScalarQuantizerType type, int dimension, int expected)
        => Assert.Equal(expected, new ScalarQuantizer(dimension, type).CodeSize);

    [Fact]
    public void IsTrained_TypesWithoutRanges_AreTrainedFromTheStart()
    {
        Assert.True(new ScalarQuantizer(4, ScalarQuantizerType.Float16).IsTrained);
        Assert.True(new ScalarQuantizer(4, ScalarQuantizerType.EightBitDirect).IsTrained);
        Assert.False(new ScalarQuantizer(4, ScalarQuantizerType.EightBitUniform).IsTrained);
    }

    [Fact]
    public void Constructor_BadArguments_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScalarQuantizer(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScalarQuantizer(4, (ScalarQuantizerType)9));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScalarQuantizer(4, rangeStat: (RangeStat)4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ScalarQuantizer(4, rangeStatArg: float.NaN));
    }

    [Fact]
    public void Calls_BadInput_ThrowAndChangeNothing()
    {
        var quantizer = new ScalarQuantizer(2);
        Assert.Throws<InvalidOperationException>(() => quantizer.Encode([1f, 2f], new byte[2]));
        Assert.Throws<ArgumentException>(() => quantizer.Train([]));
        Assert.Throws<ArgumentException>(() => quantizer.Train([1f, 2f, 3f]));
        Assert.Throws<ArgumentException>(() => quantizer.Train([1f, float.NaN]));
        Assert.False(quantizer.IsTrained);
        quantizer.Train([1f, 2f, 3f, 5f]);
        Assert.Throws<ArgumentException>(() => quantizer.Encode([1f, 2f], new byte[3]));
        Assert.Throws<ArgumentException>(() => quantizer.Decode(new byte[2], new float[3]));
        Assert.Throws<ArgumentException>(() => quantizer.SetTrained([1f, 2f, 3f]));
        Assert.Equal([1f, 2f, 2f, 3f], quantizer.Trained.ToArray());
    }

    [Fact]
    public void Train_Cancelled_LeavesTheOldRanges()
    {
        var quantizer = new ScalarQuantizer(1);
        quantizer.Train([1f, 2f]);
        Assert.ThrowsAny<OperationCanceledException>(
            () => quantizer.Train([5f, 9f], new BuildOptions { CancellationToken = new CancellationToken(true) }));
        Assert.Equal([1f, 1f], quantizer.Trained.ToArray());
    }

    private static string Digest<T>(ReadOnlySpan<T> values)
        where T : unmanaged
        => Convert.ToHexString(SHA256.HashData(MemoryMarshal.AsBytes(values)))[..16];
}
