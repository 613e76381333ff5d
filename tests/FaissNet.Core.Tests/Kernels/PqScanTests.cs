namespace FaissNet.Kernels;

public sealed unsafe class PqScanTests
{
    public static TheoryData<int> Lengths => [.. Enumerable.Range(1, 20), 24, 31, 32, 33, 48, 64, 65, 96, 128];

    [Theory]
    [MemberData(nameof(Lengths))]
    public void Scan8_EveryCount_EqualsDoubleOracle(int m)
    {
        var random = new Random(m);
        using GuardedMemory<float> table = KernelData.Floats(random, m * 256L);
        for (int n = 0; n <= 9; n++)
        {
            using GuardedMemory<byte> codes = KernelData.Bytes(random, (long)n * m);
            using var scores = new GuardedMemory<float>(n);
            PqScan.Scan8(codes.Pointer, n, m, table.Pointer, 2.5f, scores.Pointer);
            for (int i = 0; i < n; i++)
            {
                double expected = 2.5;
                for (int j = 0; j < m; j++)
                    expected += table.Span[(j * 256) + codes.Span[(i * m) + j]];
                KernelData.AssertClose(expected, scores.Span[i], m + 3, 1, $"n={n} i={i}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Lengths))]
    public void ScanPacked_EveryWidth_EqualsDoubleOracle(int m)
    {
        var random = new Random(m);
        for (int nbits = 1; nbits <= 12; nbits++)
        {
            int ksub = 1 << nbits;
            int codeSize = ((m * nbits) + 7) / 8;
            const int N = 5;
            using GuardedMemory<float> table = KernelData.Floats(random, (long)m * ksub);
            using var codes = new GuardedMemory<byte>(N * codeSize);
            using var scores = new GuardedMemory<float>(N);
            double[] expected = new double[N];
            for (int i = 0; i < N; i++)
            {
                expected[i] = -1;
                for (int j = 0; j < m; j++)
                {
                    int code = random.Next(ksub);
                    expected[i] += table.Span[(j * ksub) + code];
                    for (int b = 0; b < nbits; b++)
                    {
                        int bit = (j * nbits) + b;
                        codes.Span[(i * codeSize) + (bit / 8)] |= (byte)(((code >> b) & 1) << (bit % 8));
                    }
                }
            }

            PqScan.ScanPacked(codes.Pointer, N, codeSize, m, nbits, table.Pointer, -1, scores.Pointer);
            for (int i = 0; i < N; i++)
                KernelData.AssertClose(expected[i], scores.Span[i], m + 1, 1, $"nbits={nbits} i={i}");
        }
    }

    [Fact]
    public void ScanPacked_SixteenBits_ReadsLittleEndianNumbers()
    {
        using var table = new GuardedMemory<float>(2 * 65536);
        for (int i = 0; i < table.Count; i++)
            table.Span[i] = i;
        using var codes = new GuardedMemory<byte>(4);
        new byte[] { 0x34, 0x12, 0xFF, 0xFF }.CopyTo(codes.Span);
        float score;
        PqScan.ScanPacked(codes.Pointer, 1, 4, 2, 16, table.Pointer, 0, &score);
        Assert.Equal(0x1234 + 65536 + 0xFFFF, score);
    }
}
