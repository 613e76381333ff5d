namespace FaissNet.Kernels;

public sealed unsafe class PqByteTablesTests
{
    public static TheoryData<int, int, int> Shapes
    {
        get
        {
            var data = new TheoryData<int, int, int>();
            foreach ((int m, int nbits) in ((int, int)[])[(8, 1), (24, 1), (64, 1), (512, 1), (4, 2), (20, 2), (64, 2)])
            {
                foreach (int rows in (int[])[1, 3, 64, 255, 256, 257, 1000])
                    data.Add(m, nbits, rows);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Scan_AnyShape_EqualsThePlainScanBitForBit(int m, int nbits, int rows)
    {
        Check<SmallestFirst>(m, nbits, rows, range: 1, bias: 0);
        Check<LargestFirst>(m, nbits, rows, range: 1, bias: 2.5f);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1e-42f)]
    [InlineData(1e30f)]
    [InlineData(3e37f)]
    public void Scan_ExtremeTables_EqualsThePlainScan(float range)
    {
        Check<SmallestFirst>(64, 1, 500, range, bias: 0);
        Check<LargestFirst>(64, 1, 500, range, bias: 0);
    }

    [Fact]
    public void Scan_LargeBiasThatSwallowsTheTable_EqualsThePlainScan()
        => Check<LargestFirst>(512, 1, 700, range: 1e-3f, bias: 1e6f);

    [Theory]
    [InlineData(8, 1, true)]
    [InlineData(12, 2, true)]
    [InlineData(12, 1, false)]
    [InlineData(8, 3, false)]
    [InlineData(8, 4, false)]
    public void Fit_NumbersWithinBytes_Only(int m, int nbits, bool fit) => Assert.Equal(fit, PqByteTables.Fit(m, nbits));

    private static void Check<TOrder>(int m, int nbits, int rows, float range, float bias)
        where TOrder : struct, ITopKOrder<float>
    {
        var random = new Random(m + rows);
        using GuardedMemory<float> table = KernelData.Floats(random, (long)m << nbits);
        foreach (ref float value in table.Span)
            value *= range;
        int codeSize = m * nbits / 8;
        using GuardedMemory<byte> codes = KernelData.Bytes(random, (long)rows * codeSize);
        var plain = new float[rows];
        fixed (float* scores = plain)
            PqScan.ScanPacked(codes.Pointer, rows, codeSize, m, nbits, table.Pointer, bias, scores);
        using var tables = new PqByteTables(m, nbits);
        tables.Prepare(table.Pointer);
        foreach (int k in (int[])[1, 10, 100])
        {
            (float[] Scores, long[] Ids) expected = Heap<TOrder>(k), result = Heap<TOrder>(k);
            fixed (float* expectedScores = expected.Scores, resultScores = result.Scores, scores = plain)
            fixed (long* expectedIds = expected.Ids, resultIds = result.Ids)
            {
                TopKHeap.PushBlock<TOrder>(expectedScores, expectedIds, k, scores, rows, new IdSource(100));
                tables.Scan<TOrder>(codes.Pointer, rows, bias, new IdSource(100), resultScores, resultIds, k);
                TopKHeap.Sort<TOrder, float>(expectedScores, expectedIds, k);
                TopKHeap.Sort<TOrder, float>(resultScores, resultIds, k);
            }
            Assert.Equal(expected.Ids, result.Ids);
            Assert.Equal(expected.Scores, result.Scores);
        }
    }

    private static (float[] Scores, long[] Ids) Heap<TOrder>(int k)
        where TOrder : struct, ITopKOrder<float>
    {
        var scores = new float[k];
        var ids = new long[k];
        fixed (float* s = scores)
        fixed (long* i = ids)
            TopKHeap.Initialize<TOrder, float>(s, i, k);
        return (scores, ids);
    }
}
