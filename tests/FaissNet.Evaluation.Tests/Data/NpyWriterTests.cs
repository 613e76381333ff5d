using System.Text;

namespace FaissNet.Evaluation.Tests;

public sealed class NpyWriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Write_Floats_IsTheFileThatNumPyWrites()
    {
        NpyWriter.Write<float>(_folder["x.npy"], [1, 2, 3, 4, 5, 6], 3);
        byte[] content = File.ReadAllBytes(_folder["x.npy"]);
        // numpy.save pads the header with spaces and a newline so that the data starts at a multiple of 64.
        string header = "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }".PadRight(117) + "\n";
        Assert.Equal([0x93, .. "NUMPY"u8, 1, 0, 118, 0, .. Encoding.ASCII.GetBytes(header)], content[..128]);
        Assert.Equal(128 + 24, content.Length);
        Assert.Equal([0, 0, 0x80, 0x3f], content[128..132]);
    }

    [Fact]
    public void Write_Ids_AreReadBack()
    {
        NpyWriter.Write<long>(_folder["a.npy"], [-1, long.MaxValue, 5]);
        NpyWriter.Write<int>(_folder["b.npy"], [-1, int.MaxValue, 5], 1);
        NpyWriter.Write<byte>(_folder["c.npy"], [0, 255]);
        Assert.Equal([-1, long.MaxValue, 5], NpyIntegers.Read(_folder["a.npy"]));
        Assert.Equal([-1, int.MaxValue, 5], NpyIntegers.Read(_folder["b.npy"]));
        Assert.Equal([0, 255], NpyIntegers.Read(_folder["c.npy"]));
    }

    [Fact]
    public void Write_ExistingFile_IsReplacedAndNothingElseIsLeft()
    {
        NpyWriter.Write<float>(_folder["x.npy"], [1, 2], 2);
        NpyWriter.Write<float>(_folder["x.npy"], [3], 1);
        using VectorFile file = VectorFile.Open(_folder["x.npy"]);
        Assert.Equal([3f], file.ReadAll());
        Assert.Equal(["x.npy"], _folder.Files);
    }

    [Fact]
    public void Write_TargetIsAFolder_ThrowsAndLeavesNothing()
    {
        Directory.CreateDirectory(_folder["x.npy"]);
        Assert.ThrowsAny<Exception>(() => NpyWriter.Write<float>(_folder["x.npy"], [1], 1));
        Assert.Empty(_folder.Files);
    }

    [Fact]
    public void Write_NotAMultipleOfTheColumns_Throws()
        => Assert.Throws<ArgumentException>(() => NpyWriter.Write<float>(_folder["x.npy"], [1, 2, 3], 2));

    [Fact]
    public void Write_UnsupportedType_Throws()
        => Assert.Throws<ArgumentException>(() => NpyWriter.Write<double>(_folder["x.npy"], [1.0], 1));

    [Fact]
    public void ReadIntegers_FloatsOrAMatrix_Throws()
    {
        NpyWriter.Write<float>(_folder["x.npy"], [1f]);
        NpyWriter.Write<int>(_folder["y.npy"], [1, 2], 2);
        Assert.Contains("one column of integers", Assert.Throws<InvalidDataException>(() => NpyIntegers.Read(_folder["x.npy"])).Message);
        Assert.Contains("(1, 2)", Assert.Throws<InvalidDataException>(() => NpyIntegers.Read(_folder["y.npy"])).Message);
    }
}
