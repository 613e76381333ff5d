using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

public sealed unsafe class FastScanTests
{
    private delegate void ScanBody(byte* blocks, long from, long to, int m, FastScanQuery** queries, int count, in IdSource ids);

    public static TheoryData<int, int> Shapes => new MatrixTheoryData<int, int>([1, 2, 7, 16, 31, 32, 33, 64, 65, 130], [0, 1, 15, 16, 33, 127, 128, 129, 640]);

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Scan_RandomCodes_EveryTierEqualsAddingUp(int m, int n)
    {
        foreach (int queries in (int[])[1, 2, 4, 5, 11])
        {
            foreach (int k in (int[])[1, 10, 50])
            {
                Compare<SmallestFirst>(m, n, queries, k, filter: null, spread: 16);
                Compare<LargestFirst>(m, n, queries, k, filter: null, spread: 16);
            }
        }
        Compare<SmallestFirst>(m, n, 3, 5, IdFilter.Where(id => id % 7 != 0), spread: 16);
        Compare<LargestFirst>(m, n, 3, 5, IdFilter.Where(id => id % 7 != 0), spread: 16);
    }

    [Theory]
    [InlineData(8)]
    [InlineData(40)]
    public void Scan_ManyEqualScores_EveryTierEqualsAddingUp(int m)
    {
        Compare<SmallestFirst>(m, 640, 5, 10, filter: null, spread: 2);
        Compare<LargestFirst>(m, 640, 5, 10, filter: null, spread: 2);
        Compare<SmallestFirst>(m, 300, 2, 400, filter: null, spread: 1);
        Compare<LargestFirst>(m, 300, 2, 400, filter: null, spread: 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(300)]
    public void Costs_EveryGroup_EqualAddingUp(int m)
    {
        var random = new Random(m);
        const int N = 256;
        using GuardedMemory<byte> blocks = KernelData.Bytes(random, NibbleBlocks.Bytes(N, m));
        using GuardedMemory<byte> costs = KernelData.Bytes(random, m * 16);
        using var sums = new GuardedMemory<int>(FastScanBlocks.GroupRows);
        for (int row = 0; row < N; row += FastScanBlocks.GroupRows)
        {
            FastScan.Costs(blocks.Pointer, row, m, costs.Pointer, sums.Pointer);
            for (int i = 0; i < FastScanBlocks.GroupRows; i++)
                Assert.Equal(Sum(blocks.Pointer, row + i, m, costs.Pointer), sums.Span[i]);
        }
    }

    private static void Compare<TOrder>(int m, int n, int queries, int k, IdFilter? filter, int spread)
        where TOrder : struct, ITopKOrder<int>
    {
        var random = new Random(m + n + k);
        using GuardedMemory<byte> blocks = KernelData.Bytes(random, NibbleBlocks.Bytes(n, m));
        int tableBytes = FastScan.TableBytes(m);
        using var costs = new GuardedMemory<byte>(queries * tableBytes);
        using var bounds = new GuardedMemory<byte>(queries * tableBytes);
        for (int q = 0; q < queries; q++)
        {
            for (int i = 0; i < m * 16; i++)
                costs.Span[q * tableBytes + i] = (byte)(random.Next(spread) * 255 / Math.Max(1, spread - 1));
        }
        int[] biases = [.. Enumerable.Range(0, queries).Select(_ => random.Next(3) * 1000)];
        var source = new IdSource(70, filter);
        var expected = new (int[] Scores, long[] Ids)[queries];
        for (int q = 0; q < queries; q++)
            expected[q] = Oracle<TOrder>(blocks.Pointer, n, m, costs.Pointer + q * tableBytes, biases[q], k, source);
        FastScanQuery* states = stackalloc FastScanQuery[queries];
        FastScanQuery** pointers = stackalloc FastScanQuery*[queries];
        foreach (ScanBody body in Bodies<TOrder>())
        {
            int[] scores = new int[queries * k];
            long[] ids = new long[queries * k];
            scores.AsSpan().Fill(Start<TOrder>());
            ids.AsSpan().Fill(-1);
            fixed (int* s = scores)
            fixed (long* d = ids)
            {
                for (int q = 0; q < queries; q++)
                {
                    byte* table = costs.Pointer + q * tableBytes;
                    states[q] = new FastScanQuery
                    {
                        Costs = table, Bounds = bounds.Pointer + q * tableBytes, MostCost = Most(table, m), Bias = biases[q],
                        Scores = s + q * k, Ids = d + q * k, K = k,
                    };
                    pointers[q] = states + q;
                }
                // In two parts, of which the second finds heaps that are not empty.
                long middle = n / 2 / NibbleBlocks.BlockRows * NibbleBlocks.BlockRows;
                body(blocks.Pointer, 0, middle, m, pointers, queries, source);
                body(blocks.Pointer, middle, n, m, pointers, queries, source);
                for (int q = 0; q < queries; q++)
                    TopKHeap.Sort<TOrder, int>(s + q * k, d + q * k, k);
            }
            for (int q = 0; q < queries; q++)
            {
                Assert.Equal(expected[q].Ids, ids[(q * k)..((q + 1) * k)]);
                Assert.Equal(expected[q].Scores, scores[(q * k)..((q + 1) * k)]);
            }
        }
    }

    private static (int[] Scores, long[] Ids) Oracle<TOrder>(byte* blocks, int n, int m, byte* costs, int bias, int k, IdSource source)
        where TOrder : struct, ITopKOrder<int>
    {
        int[] scores = new int[k];
        long[] ids = new long[k];
        scores.AsSpan().Fill(Start<TOrder>());
        ids.AsSpan().Fill(-1);
        fixed (int* s = scores)
        fixed (long* d = ids)
        {
            for (int row = 0; row < n; row++)
            {
                int sum = Sum(blocks, row, m, costs);
                int score = bias + (typeof(TOrder) == typeof(SmallestFirst) ? sum : Most(costs, m) - sum);
                if (source.TryGet(row, out long id))
                    TopKHeap.Push<TOrder, int>(s, d, k, score, id);
            }
            TopKHeap.Sort<TOrder, int>(s, d, k);
        }
        return (scores, ids);
    }

    private static List<ScanBody> Bodies<TOrder>()
        where TOrder : struct, ITopKOrder<int>
    {
        List<ScanBody> bodies = [FastScan.Scan<TOrder>, FastScan.ScanScalar<TOrder>];
        if (Simd.Has128)
            bodies.Add(FastScan.Scan<ByteLanes128, Vector128<byte>, TOrder>);
        if (Simd.Has256)
            bodies.Add(FastScan.Scan<ByteLanes256, Vector256<byte>, TOrder>);
        if (Simd.Has512)
            bodies.Add(FastScan.Scan<ByteLanes512, Vector512<byte>, TOrder>);
        return bodies;
    }

    private static int Start<TOrder>() => typeof(TOrder) == typeof(SmallestFirst) ? ushort.MaxValue : 0;

    private static int Most(byte* costs, int m)
    {
        int sum = 0;
        for (int i = 0; i < m; i++)
        {
            int most = 0;
            for (int j = 0; j < 16; j++)
                most = Math.Max(most, costs[i * 16 + j]);
            sum += most;
        }
        return sum;
    }

    private static int Sum(byte* blocks, int row, int m, byte* costs)
    {
        byte[] code = new byte[(m + 1) / 2];
        fixed (byte* pointer = code)
            NibbleBlocks.ReadRow(blocks, row, m, pointer);
        int sum = 0;
        for (int i = 0; i < m; i++)
            sum += costs[i * 16 + ((code[i / 2] >> (4 * (i % 2))) & 15)];
        return sum;
    }
}
