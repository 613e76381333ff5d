namespace FaissNet.Evaluation.Tests;

public sealed class NpyVectorFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, byte[]> ElementTypes => new()
    {
        { "Float32", NpyBytes.Make("<f4", "(2, 3)", new float[] { 0, 1, 2, 3, 4, 250 }) },
        { "Float16", NpyBytes.Make("<f2", "(2, 3)", new[] { (Half)0, (Half)1, (Half)2, (Half)3, (Half)4, (Half)250 }) },
        { "UInt8", NpyBytes.Make("|u1", "(2, 3)", new byte[] { 0, 1, 2, 3, 4, 250 }) },
        { "Int32", NpyBytes.Make("<i4", "(2, 3)", new[] { 0, 1, 2, 3, 4, 250 }) },
        { "Int64", NpyBytes.Make("<i8", "(2, 3)", new long[] { 0, 1, 2, 3, 4, 250 }) },
    };

    [Theory]
    [MemberData(nameof(ElementTypes))]
    public void ReadAll_EachElementType_GivesFloats(string type, byte[] content)
    {
        using VectorFile file = VectorFile.Open(_folder.Write("x.npy", content));
        Assert.Equal(type, file.ElementType.ToString());
        Assert.Equal(2, file.Count);
        Assert.Equal(3, file.Dimension);
        Assert.Equal([0f, 1, 2, 3, 4, 250], file.ReadAll());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void ReadRows_EachVersion_GivesTheRowsAskedFor(int version)
    {
        byte[] content = NpyBytes.Make("<f4", "(3, 2)", new float[] { 1, 2, 3, 4, 5, 6 }, version);
        using VectorFile file = VectorFile.Open(_folder.Write("x.npy", content));
        Assert.Equal([3f, 4, 5, 6], file.ReadRows(1, 2));
        Assert.Equal([1f, 2], file.ReadRows(0, 1));
        Assert.Equal([], file.ReadRows(3, 0));
    }

    [Fact]
    public void ReadRows_MoreThanOneBuffer_GivesEveryValue()
    {
        float[] values = [.. Enumerable.Range(0, 300_000).Select(i => i * 0.5f)];
        NpyWriter.Write<float>(_folder["x.npy"], values, 3);
        using VectorFile file = VectorFile.Open(_folder["x.npy"]);
        Assert.Equal(values, file.ReadAll());
        Assert.Equal(values[6..], file.ReadRows(2, 99_998));
    }

    [Fact]
    public void Open_KeysInAnyOrderAndDoubleQuotes_AreRead()
    {
        byte[] content = NpyBytes.Make("{\"shape\":(1,2),\"descr\":\"<i4\",\"fortran_order\":False}", [7, 0, 0, 0, 9, 0, 0, 0]);
        using VectorFile file = VectorFile.Open(_folder.Write("x.npy", content));
        Assert.Equal([7f, 9], file.ReadAll());
    }

    [Fact]
    public void Open_NoRows_IsAnEmptySource()
    {
        using VectorFile file = VectorFile.Open(_folder.Write("x.npy", NpyBytes.Make("<f4", "(0, 4)", Array.Empty<float>())));
        Assert.Equal(0, file.Count);
        Assert.Equal(4, file.Dimension);
        Assert.Equal([], file.ReadAll());
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 3)]
    [InlineData(2, 1)]
    [InlineData(0, -1)]
    public void ReadRows_OutsideTheFile_Throws(long start, int count)
    {
        using VectorFile file = VectorFile.Open(_folder.Write("x.npy", NpyBytes.Make("<f4", "(2, 1)", new float[2])));
        Assert.Throws<ArgumentOutOfRangeException>(() => file.ReadRows(start, count));
    }

    [Fact]
    public void ReadRows_DestinationOfAnotherLength_Throws()
    {
        using VectorFile file = VectorFile.Open(_folder.Write("x.npy", NpyBytes.Make("<f4", "(2, 2)", new float[4])));
        ArgumentException e = Assert.Throws<ArgumentException>(() => file.ReadRows(0, 2, new float[3]));
        Assert.Contains("Expected room for 4 values, but got 3.", e.Message);
    }

    public static TheoryData<string, byte[]> Damaged => new()
    {
        { "Fortran order", NpyBytes.Make("<f4", "(2, 2)", new float[4], fortran: "True") },
        { "elements of type '<f8'", NpyBytes.Make("<f8", "(1, 2)", new double[2]) },
        { "elements of type '>f4'", NpyBytes.Make(">f4", "(1, 2)", new float[2]) },
        { "elements of type '|O'", NpyBytes.Make("|O", "(1, 2)", new long[2]) },
        { "it is truncated", NpyBytes.Make("<f4", "(2, 2)", new float[3]) },
        { "something follows the array", NpyBytes.Make("<f4", "(2, 2)", new float[5]) },
        { "1 dimensions", NpyBytes.Make("<f4", "(4,)", new float[4]) },
        { "3 dimensions", NpyBytes.Make("<f4", "(2, 1, 2)", new float[4]) },
        { "0 dimensions", NpyBytes.Make("<f4", "()", new float[1]) },
        { "rows of 0 values", NpyBytes.Make("<f4", "(4, 0)", Array.Empty<float>()) },
        { "more than any file can hold", NpyBytes.Make("<f4", "(4611686018427387904, 4611686018427387904)", Array.Empty<float>()) },
        { "it is truncated", NpyBytes.Make("<f4", "(1000000000000, 512)", Array.Empty<float>()) },
        { "a number from 0", NpyBytes.Make("<f4", "(-1, 2)", Array.Empty<float>()) },
        { "a number from 0", NpyBytes.Make("<f4", "(99999999999999999999, 2)", Array.Empty<float>()) },
        { "a tuple of one element ends with a comma", NpyBytes.Make("<f4", "(4)", new float[4]) },
        { "at most 64 dimensions", NpyBytes.Make("<f4", $"({string.Join(", ", Enumerable.Repeat("1", 65))})", new float[1]) },
        { "records of several fields", NpyBytes.Make("{'descr': [('x', '<f4')], 'fortran_order': False, 'shape': (1, 1)}", new byte[4]) },
        { "True or False", NpyBytes.Make("{'descr': '<f4', 'fortran_order': 0, 'shape': (1, 1)}", new byte[4]) },
        { "unknown or given twice", NpyBytes.Make("{'descr': '<f4', 'descr': '<f4', 'fortran_order': False, 'shape': (1, 1)}", new byte[4]) },
        { "unknown or given twice", NpyBytes.Make("{'desc': '<f4', 'fortran_order': False, 'shape': (1, 1)}", new byte[4]) },
        { "must all be given", NpyBytes.Make("{'descr': '<f4', 'fortran_order': False}", new byte[4]) },
        { "something follows the dictionary", NpyBytes.Make("{'descr': '<f4', 'fortran_order': False, 'shape': (1, 1)} + x", new byte[4]) },
        { "a string does not end", NpyBytes.Make("{'descr", []) },
        { "a string has an escape", NpyBytes.Make(@"{'descr': '\x3cf4', 'fortran_order': False, 'shape': (1, 1)}", new byte[4]) },
        { "'{' is expected", NpyBytes.Make("[]", []) },
        { "the .npy version 4.0", NpyBytes.Make("{}", new byte[8], major: 4) },
        { "the .npy version 1.1", NpyBytes.Make("{}", new byte[8], minor: 1) },
        { "a header of 0 bytes", NpyBytes.Make("", new byte[8]) },
        { "a header of 4294967295 bytes", [0x93, .. "NUMPY"u8, 2, 0, 0xff, 0xff, 0xff, 0xff, .. new byte[64]] },
        { "a header of 9000 bytes", [0x93, .. "NUMPY"u8, 1, 0, 0x28, 0x23, .. "{'descr': "u8] },
        { "magic bytes", "This is not an array, it is prose."u8.ToArray() },
        { "0 bytes, too few", [] },
        { "11 bytes, too few", [0x93, .. "NUMPY"u8, 1, 0, 0, 0, 0] },
    };

    [Theory]
    [MemberData(nameof(Damaged))]
    public void Open_DamagedOrUnsupported_SaysWhatIsWrong(string expected, byte[] content)
    {
        string path = _folder.Write("x.npy", content);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => VectorFile.Open(path));
        Assert.Contains(expected, e.Message);
    }

    [Fact]
    public void Open_EveryByteOfTheHeaderFlipped_IsReadOrRefused()
    {
        byte[] content = NpyBytes.Make("<f4", "(2, 3)", new float[6]);
        int refused = 0;
        for (int at = 0; at < content.Length - 24; at++)
        {
            foreach (byte mask in (byte[])[0xff, 0x01, 0x10])
            {
                byte[] flipped = [.. content];
                flipped[at] ^= mask;
                try
                {
                    using VectorFile file = VectorFile.Open(_folder.Write("x.npy", flipped));
                    Assert.Equal(24, file.Count * file.Dimension * (file.ElementType is VectorElementType.Int64 ? 8 : 4));
                }
                catch (InvalidDataException)
                {
                    refused++;
                }
            }
        }
        Assert.InRange(refused, content.Length, 3 * content.Length);
    }

    [Fact]
    public void Open_MissingFile_Throws() => Assert.Throws<FileNotFoundException>(() => VectorFile.Open(_folder["none.npy"]));

    [Fact]
    public void Open_UnknownExtension_NamesTheKnownOnes()
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => VectorFile.Open(_folder.Write("x.csv", 1)));
        Assert.Contains(".npy, .fvecs, .bvecs, .ivecs, .parquet, .arrow and .feather", e.Message);
    }

    [Fact]
    public void ReadRows_FileShrinksAfterOpening_Throws()
    {
        string path = _folder.Write("x.npy", NpyBytes.Make("<f4", "(2, 2)", new float[4]));
        using VectorFile file = VectorFile.Open(path);
        using (FileStream stream = new(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite))
            stream.SetLength(stream.Length - 4);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => file.ReadAll());
        Assert.Contains("before 4 bytes that it should still have", e.Message);
    }
}
