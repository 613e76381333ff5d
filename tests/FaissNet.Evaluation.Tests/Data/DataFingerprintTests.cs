using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace FaissNet.Evaluation.Tests;

public sealed class DataFingerprintTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Compute_Vectors_HashesDimensionValuesAndCount()
    {
        float[] vectors = TestVectors.Random(6, 4, seed: 3);
        var bytes = new byte[8 + 96 + 8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, 4);
        MemoryMarshal.AsBytes<float>(vectors).CopyTo(bytes.AsSpan(8));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(104), 6);
        Assert.Equal(Convert.ToHexStringLower(XxHash128.Hash(bytes)), Of(vectors, 4));
    }

    [Fact]
    public void Compute_SameValues_AreTheSameInAFile()
    {
        float[] vectors = [1, 2, 3, 4, 5, 6];
        NpyWriter.Write<Half>(_folder["half.npy"], Array.ConvertAll(vectors, value => (Half)value), 3);
        using VectorFile file = VectorFile.Open(_folder["half.npy"]);
        Assert.Equal(Of(vectors, 3), DataFingerprint.Compute(file));
    }

    [Fact]
    public void Compute_OtherShapeOrValue_Differs()
    {
        string one = Of([1, 2, 3, 4, 5, 6], 3);
        Assert.NotEqual(one, Of([1, 2, 3, 4, 5, 6], 2));
        Assert.NotEqual(one, Of([1, 2, 3, 4, 5, 7], 3));
    }

    private static string Of(float[] vectors, int dimension) => DataFingerprint.Compute(VectorSource.FromArray(vectors, dimension));
}
