using FaissNet.Testing;

namespace FaissNet.Tests.Quantizers;

/// <summary>Training on the vectors of the golden files must give the state that FAISS stored in them.</summary>
public class ProductQuantizerGoldenTests
{
    public static TheoryData<string> Flat => [.. GoldenFiles.Keys("PQ8np", "PQ4x4np", "PQ8x5np")];

    public static TheoryData<string> Inverted => [.. GoldenFiles.Keys("IVF8,PQ8np", "IVF8,PQ8x4np")];

    [Theory]
    [MemberData(nameof(Flat))]
    public void Train_OnGoldenVectors_GivesTheCentroidsAndCodesOfFaiss(string key)
    {
        GoldenFile file = GoldenFiles.Get(key);
        using var state = new GoldenState(file);
        Assert.Equal("IxPq", state.FourCc());
        state.Header();
        (int dimension, int m, int nBits, float[] centroids) = state.ProductQuantizer();
        byte[] expected = state.Bytes();

        var quantizer = new ProductQuantizer(dimension, m, nBits);
        quantizer.Train(file.Base.Values);
        var codes = new byte[file.Base.Rows * quantizer.CodeSize];
        quantizer.Encode(file.Base.Values, codes);

        Assert.InRange(Parity.LargestDifference(centroids, Centroids(quantizer)), 0, 1e-4f);
        Assert.InRange(Parity.EqualShare<byte>(expected, codes), 0.999, 1);
    }

    [Theory]
    [MemberData(nameof(Flat))]
    public void Decode_CodesOfFaiss_GivesWhatFaissReconstructs(string key)
    {
        GoldenFile file = GoldenFiles.Get(key);
        using var state = new GoldenState(file);
        state.FourCc();
        state.Header();
        (int dimension, int m, int nBits, float[] centroids) = state.ProductQuantizer();
        byte[] codes = state.Bytes();
        ProductQuantizer quantizer = Restored(dimension, m, nBits, centroids);

        var vectors = new float[file.Reconstructed.Values.Length];
        quantizer.Decode(codes.AsSpan(0, file.Reconstructed.Rows * quantizer.CodeSize), vectors);

        Assert.Equal(file.Reconstructed.Values, vectors);
    }

    [Theory]
    [MemberData(nameof(Inverted))]
    public void Train_OnResiduals_GivesTheCentroidsAndCodesOfFaiss(string key)
    {
        GoldenFile file = GoldenFiles.Get(key);
        using var state = new GoldenState(file);
        Assert.Equal("IwPQ", state.FourCc());
        float[] coarse = state.InvertedFile();
        Assert.True(state.Boolean());
        int codeSize = (int)state.Int64();
        (int dimension, int m, int nBits, float[] centroids) = state.ProductQuantizer();
        (byte[][] expected, int[] lists) = state.InvertedLists(file.Base.Rows);

        float[] residuals = file.Base.Values;
        for (int i = 0; i < residuals.Length; i++)
            residuals[i] -= coarse[lists[i / dimension] * dimension + i % dimension];
        var quantizer = new ProductQuantizer(dimension, m, nBits);
        quantizer.Train(residuals);
        var codes = new byte[file.Base.Rows * codeSize];
        quantizer.Encode(residuals, codes);

        Assert.InRange(Parity.LargestDifference(centroids, Centroids(quantizer)), 0, 1e-4f);
        Assert.InRange(Parity.EqualShare<byte>(expected.SelectMany(code => code).ToArray(), codes), 0.999, 1);
    }

    private static float[] Centroids(ProductQuantizer quantizer)
        => Enumerable.Range(0, quantizer.M).SelectMany(m => quantizer.Codebook(m).ToArray()).ToArray();

    private static ProductQuantizer Restored(int dimension, int m, int nBits, float[] centroids)
    {
        var quantizer = new ProductQuantizer(dimension, m, nBits);
        var buffer = new Storage.AlignedBuffer<float>();
        buffer.Append(centroids);
        quantizer.SetCentroids(buffer);
        return quantizer;
    }
}
