using System.Runtime.InteropServices;

namespace FaissNet.Evaluation.Tests;

public sealed class VecsFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void ReadAll_Fvecs_GivesRows()
    {
        using VectorFile file = VectorFile.Open(_folder.Write("x.fvecs", [.. Row(2, 1.5f, -2f), .. Row(2, 3f, 4f)]));
        Assert.Equal(VectorElementType.Float32, file.ElementType);
        Assert.Equal((2L, 2), (file.Count, file.Dimension));
        Assert.Equal([1.5f, -2, 3, 4], file.ReadAll());
        Assert.Equal([3f, 4], file.ReadRows(1, 1));
    }

    [Fact]
    public void ReadAll_Bvecs_GivesRows()
    {
        using VectorFile file = VectorFile.Open(_folder.Write("x.bvecs", [.. Row(3, (byte)0, (byte)128, (byte)255), .. Row(3, (byte)1, (byte)2, (byte)3)]));
        Assert.Equal([0f, 128, 255, 1, 2, 3], file.ReadAll());
    }

    [Fact]
    public void ReadAll_Ivecs_GivesRows()
    {
        using VectorFile file = VectorFile.Open(_folder.Write("x.ivecs", [.. Row(1, -7), .. Row(1, 1 << 20)]));
        Assert.Equal([-7f, 1 << 20], file.ReadAll());
    }

    [Fact]
    public void ReadRows_RowOfAnotherDimension_SaysWhichRow()
    {
        using VectorFile file = VectorFile.Open(_folder.Write("x.fvecs", [.. Row(2, 1f, 2f), .. Row(2, 1f, 2f), .. Row(3, 1f, 2f)]));
        Assert.Equal([1f, 2, 1, 2], file.ReadRows(0, 2));
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => file.ReadRows(1, 2));
        Assert.Contains("vector 2 has dimension 3, the first has 2", e.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void Open_ImpossibleDimension_Throws(int dimension)
    {
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => VectorFile.Open(_folder.Write("x.fvecs", Row(dimension, 1f))));
        Assert.Contains($"starts with the dimension {dimension}", e.Message);
    }

    [Fact]
    public void Open_PartOfAVector_Throws()
    {
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => VectorFile.Open(_folder.Write("x.fvecs", [.. Row(2, 1f, 2f), 2, 0, 0])));
        Assert.Contains("not a multiple of the 12 bytes", e.Message);
    }

    [Fact]
    public void Open_EmptyOrShorterThanADimension_Throws()
    {
        Assert.Throws<InvalidDataException>(() => VectorFile.Open(_folder.Write("x.fvecs", [])));
        Assert.Throws<InvalidDataException>(() => VectorFile.Open(_folder.Write("y.bvecs", [1, 0])));
    }

    private static byte[] Row<T>(int dimension, params T[] values)
        where T : unmanaged
        => [.. BitConverter.GetBytes(dimension), .. MemoryMarshal.AsBytes(values.AsSpan())];
}
