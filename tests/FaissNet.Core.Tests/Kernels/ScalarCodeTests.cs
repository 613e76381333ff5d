using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

public sealed unsafe class ScalarCodeTests
{
    public static TheoryData<int> Tiers => [0, 128, 256, 512, -1];

    [Fact]
    public void Encode_EveryDimension_EqualsFormula()
    {
        var random = new Random(21);
        foreach (int d in KernelData.Dimensions)
        {
            using Ranges ranges = new(random, d);
            using GuardedMemory<float> x = KernelData.Floats(random, 3L * d, 2);
            using var codes = new GuardedMemory<byte>(3L * d);
            x.Span[0] = float.NaN;
            x.Span[d] = float.PositiveInfinity;
            x.Span[2 * d] = float.NegativeInfinity;
            x.Span[(3 * d) - 1] = ranges.VMin.Span[d - 1] + ranges.VDiff.Span[d - 1];
            ScalarCode.Encode(x.Pointer, 3, d, ranges.VMin.Pointer, ranges.VDiff.Pointer, codes.Pointer);
            for (int i = 0; i < 3 * d; i++)
            {
                float low = ranges.VMin.Span[i % d], range = ranges.VDiff.Span[i % d];
                float scaled = range == 0 ? 0 : (x.Span[i] - low) / range;
                byte expected = float.IsNaN(scaled) ? (byte)0 : (byte)(255 * Math.Clamp(scaled, 0f, 1f));
                Assert.True(expected == codes.Span[i], $"d={d} i={i}: expected {expected}, got {codes.Span[i]}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void Decode_EveryDimension_EqualsDoubleOracle(int tier)
    {
        var random = new Random(22);
        foreach (int d in KernelData.Dimensions.Where(d => d >= tier / 32))
        {
            using Ranges ranges = new(random, d);
            using GuardedMemory<byte> codes = KernelData.Bytes(random, 3L * d);
            using var x = new GuardedMemory<float>(3L * d);
            float* vmin = ranges.VMin.Pointer, vdiff = ranges.VDiff.Pointer;
            switch (tier)
            {
                case 0: ScalarCode.DecodeBody<ScalarLanes, float>(codes.Pointer, 3, d, vmin, vdiff, x.Pointer); break;
                case 128: ScalarCode.DecodeBody<Lanes128, Vector128<float>>(codes.Pointer, 3, d, vmin, vdiff, x.Pointer); break;
                case 256: ScalarCode.DecodeBody<Lanes256, Vector256<float>>(codes.Pointer, 3, d, vmin, vdiff, x.Pointer); break;
                case 512: ScalarCode.DecodeBody<Lanes512, Vector512<float>>(codes.Pointer, 3, d, vmin, vdiff, x.Pointer); break;
                default: ScalarCode.Decode(codes.Pointer, 3, d, vmin, vdiff, x.Pointer); break;
            }

            for (int i = 0; i < 3 * d; i++)
                KernelData.AssertClose(ranges.Decode(codes.Span[i], i % d), x.Span[i], 2, 1, $"d={d} i={i}");
        }
    }

    [Theory]
    [MemberData(nameof(Tiers))]
    public void ToCodes_EveryDimensionAndCount_EqualsDoubleOracle(int tier)
    {
        var random = new Random(23);
        foreach (int d in KernelData.Dimensions.Append(3000).Where(d => d >= tier / 32))
        {
            using Ranges ranges = new(random, d);
            using GuardedMemory<float> query = KernelData.Floats(random, d);
            using var prepared = new GuardedMemory<float>(2L * d);
            foreach (int n in new[] { 0, 1, 3, 4, 5, 9 })
            {
                using GuardedMemory<byte> codes = KernelData.Bytes(random, (long)n * d);
                using var results = new GuardedMemory<float>(n);
                foreach (Metric metric in new[] { Metric.L2, Metric.InnerProduct })
                {
                    Run(tier, query.Pointer, codes.Pointer, n, d, ranges, metric, prepared.Pointer, results.Pointer);
                    for (int i = 0; i < n; i++)
                    {
                        double expected = 0;
                        for (int k = 0; k < d; k++)
                        {
                            double x = ranges.Decode(codes.Span[(i * d) + k], k);
                            expected += metric == Metric.L2 ? (x - query.Span[k]) * (x - query.Span[k]) : x * query.Span[k];
                        }

                        KernelData.AssertClose(expected, results.Span[i], 4 * d, 2, $"{metric} d={d} n={n} i={i}");
                    }
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void PackCodes_ThenTile_EqualsDecodedDistances(int tier)
    {
        var random = new Random(24);
        foreach (int d in new[] { 1, 5, 16, 33, 100 })
        {
            foreach (int n in new[] { 1, 15, 16, 17, 64, 70, 130 })
            {
                using Ranges ranges = new(random, d);
                using GuardedMemory<byte> codes = KernelData.Bytes(random, (long)n * d);
                using GuardedMemory<float> query = KernelData.Floats(random, d);
                using var results = new GuardedMemory<float>(n);
                using var panel = new PackedPanel((SimdTier)tier, false);
                panel.PackCodes(codes.Pointer, n, d, ranges.VMin.Pointer, ranges.VDiff.Pointer);
                DistanceTile.Distances(query.Pointer, 1, panel, Metric.L2, results.Pointer, n);
                for (int i = 0; i < n; i++)
                {
                    double expected = 0;
                    for (int k = 0; k < d; k++)
                        expected += Math.Pow(ranges.Decode(codes.Span[(i * d) + k], k) - query.Span[k], 2);
                    KernelData.AssertClose(expected, results.Span[i], 8 * d, 4, $"d={d} n={n} i={i}");
                }
            }
        }
    }

    private static void Run(
        int tier, float* query, byte* codes, int n, int d, Ranges ranges, Metric metric, float* prepared, float* results)
    {
        float* vmin = ranges.VMin.Pointer, vdiff = ranges.VDiff.Pointer;
        if (tier < 0)
        {
            ScalarCode.ToCodes(query, codes, n, d, vmin, vdiff, metric, results);
            return;
        }

        float constant = ScalarCode.Prepare(query, d, vmin, vdiff, metric, prepared, prepared + d);
        switch (tier)
        {
            case 0: ScalarCode.ToCodesBody<ScalarLanes, float>(prepared, prepared + d, constant, codes, n, d, metric, results); break;
            case 128: ScalarCode.ToCodesBody<Lanes128, Vector128<float>>(prepared, prepared + d, constant, codes, n, d, metric, results); break;
            case 256: ScalarCode.ToCodesBody<Lanes256, Vector256<float>>(prepared, prepared + d, constant, codes, n, d, metric, results); break;
            default: ScalarCode.ToCodesBody<Lanes512, Vector512<float>>(prepared, prepared + d, constant, codes, n, d, metric, results); break;
        }
    }

    /// <summary>Ranges of d components; about one in eight is empty.</summary>
    private sealed class Ranges : IDisposable
    {
        public Ranges(Random random, int d)
        {
            VMin = KernelData.Floats(random, d);
            VDiff = new GuardedMemory<float>(d);
            foreach (ref float range in VDiff.Span)
                range = random.Next(8) == 0 ? 0 : (float)random.NextDouble();
        }

        public GuardedMemory<float> VMin { get; }

        public GuardedMemory<float> VDiff { get; }

        public double Decode(byte code, int k) => VMin.Span[k] + (VDiff.Span[k] * ((code + 0.5) / 255));

        public void Dispose()
        {
            VMin.Dispose();
            VDiff.Dispose();
        }
    }
}
