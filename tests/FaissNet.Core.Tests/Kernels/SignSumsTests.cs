using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

public sealed unsafe class SignSumsTests
{
    private const int Blocks = 2;

    private delegate void Body(byte* blocks, long count, in SignShape shape, byte* tables, int planes, float* sums);

    public static TheoryData<int> SignBytes => [.. Enumerable.Range(1, 18), 32, 64, 96, 511, 512, 513, 1025];

    [Theory]
    [MemberData(nameof(SignBytes))]
    public void Blocks_EveryLengthAndTier_EqualsSumsBitByBit(int signBytes)
    {
        var random = new Random(signBytes);
        var shape = new SignShape(signBytes, 2, 3);
        foreach (int bits in (int[])[1, 4, 5, 8])
        {
            int planes = SignSums.Planes(bits);
            using var numbers = new GuardedMemory<byte>(8L * signBytes);
            foreach (ref byte number in numbers.Span)
                number = (byte)random.Next(1 << bits);
            // The largest sums that there can be.
            if (bits == 8)
                numbers.Span.Fill(255);
            using GuardedMemory<byte> codes = KernelData.Bytes(random, 64L * Blocks * shape.CodeSize);
            codes.Span[..(3 * shape.CodeSize)].Fill(255);
            using var blocks = new GuardedMemory<byte>(codes.Count);
            SignBlocks.Write(blocks.Pointer, 0, codes.Pointer, 64 * Blocks, shape);
            using var tables = new GuardedMemory<byte>(SignSums.TableBytes(signBytes, planes));
            SignSums.BuildTables(numbers.Pointer, signBytes, planes, tables.Pointer);
            foreach (Body body in Bodies())
            {
                using var sums = new GuardedMemory<float>(64 * Blocks);
                body(blocks.Pointer, Blocks, shape, tables.Pointer, planes, sums.Pointer);
                for (int row = 0; row < 64 * Blocks; row++)
                    Assert.Equal(Oracle(codes.Pointer + row * shape.CodeSize, numbers.Span), sums.Span[row]);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(16)]
    public void FloatBlocks_EveryLength_EqualsDoubleOracle(int signBytes)
    {
        var random = new Random(signBytes);
        var shape = new SignShape(signBytes, 2, 0);
        using GuardedMemory<float> values = KernelData.Floats(random, 8L * signBytes);
        using GuardedMemory<byte> codes = KernelData.Bytes(random, 64L * Blocks * shape.CodeSize);
        using var blocks = new GuardedMemory<byte>(codes.Count);
        SignBlocks.Write(blocks.Pointer, 0, codes.Pointer, 64 * Blocks, shape);
        using var tables = new GuardedMemory<float>(256L * signBytes);
        using var sums = new GuardedMemory<float>(64 * Blocks);

        SignFloatSums.BuildTables(values.Pointer, signBytes, tables.Pointer);
        SignFloatSums.Blocks(blocks.Pointer, Blocks, shape, tables.Pointer, sums.Pointer);

        for (int row = 0; row < 64 * Blocks; row++)
        {
            double expected = 0;
            for (int j = 0; j < 8 * signBytes; j++)
                expected += (codes.Span[row * shape.CodeSize + j / 8] >> (j % 8) & 1) * (double)values.Span[j];
            Assert.Equal(expected, sums.Span[row], 1e-5);
        }
    }

    [Theory]
    [InlineData(1, 2, 0)]
    [InlineData(16, 2, 0)]
    [InlineData(13, 3, 47)]
    public void Blocks_WrittenCopiedAndRead_HoldTheCodes(int signBytes, int factors, int rest)
    {
        const int N = 150;
        var random = new Random(rest);
        var shape = new SignShape(signBytes, factors, rest);
        using GuardedMemory<byte> codes = KernelData.Bytes(random, (long)N * shape.CodeSize);
        using var blocks = new GuardedMemory<byte>(192L * shape.CodeSize);
        using var read = new GuardedMemory<byte>(codes.Count);

        SignBlocks.Write(blocks.Pointer, 0, codes.Pointer, 70, shape);
        SignBlocks.Write(blocks.Pointer, 70, codes.Pointer + 70 * shape.CodeSize, N - 70, shape);
        SignBlocks.Copy(blocks.Pointer, 149, 3, shape);
        SignBlocks.Read(blocks.Pointer, 0, N, shape, read.Pointer);

        Assert.Equal(codes.Span[(149 * shape.CodeSize)..], read.Span.Slice(3 * shape.CodeSize, shape.CodeSize));
        codes.Span[(149 * shape.CodeSize)..].CopyTo(codes.Span[(3 * shape.CodeSize)..]);
        Assert.Equal(codes.Span, read.Span);
    }

    private static int Oracle(byte* code, ReadOnlySpan<byte> numbers)
    {
        int sum = 0;
        for (int j = 0; j < numbers.Length; j++)
            sum += (code[j / 8] >> (j % 8) & 1) * numbers[j];
        return sum;
    }

    private static List<Body> Bodies()
    {
        List<Body> bodies = [SignSums.BodyScalar, SignSums.Blocks];
        if (Simd.Has128)
            bodies.Add(SignSums.Body<SignLanes128, Vector128<byte>>);
        if (Simd.Has256)
            bodies.Add(SignSums.Body<SignLanes256, Vector256<byte>>);
        if (Simd.Has512)
            bodies.Add(SignSums.Body<SignLanes512, Vector512<byte>>);
        return bodies;
    }
}
