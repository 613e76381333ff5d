using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

public sealed unsafe class ScalarCodeTests
{
    /// <summary>Every format with every tier; −1 is the entry that chooses the tier itself.</summary>
    public static TheoryData<int, int> Cases
    {
        get
        {
            var cases = new TheoryData<int, int>();
            foreach (ScalarCodeFormat format in Enum.GetValues<ScalarCodeFormat>())
            {
                foreach (int tier in (int[])[0, 128, 256, 512, -1])
                    cases.Add((int)format, tier);
            }
            return cases;
        }
    }

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
    [MemberData(nameof(Cases))]
    public void Decode_EveryDimension_EqualsDoubleOracle(int format, int tier)
    {
        var random = new Random(22);
        foreach (int d in KernelData.Dimensions.Where(d => Covers((ScalarCodeFormat)format, d, tier)))
        {
            using var codes = new Codes(random, (ScalarCodeFormat)format, d, 3);
            using var x = new GuardedMemory<float>(3L * d);
            Dispatch(format, new DecodeCall(codes, 3, x.Pointer), tier);
            for (int i = 0; i < 3 * d; i++)
                KernelData.AssertClose(codes.Decode(i / d, i % d), x.Span[i], codes.Magnitude, 1, $"d={d} i={i}");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ToCodes_EveryDimensionAndCount_EqualsDoubleOracle(int format, int tier)
    {
        var random = new Random(23);
        foreach (int d in KernelData.FewDimensions.Append(3000).Where(d => Covers((ScalarCodeFormat)format, d, tier)))
        {
            using GuardedMemory<float> query = KernelData.Floats(random, d);
            foreach (int n in new[] { 0, 1, 3, 4, 5, 9 })
            {
                using var codes = new Codes(random, (ScalarCodeFormat)format, d, n);
                using var results = new GuardedMemory<float>(n);
                foreach (Metric metric in new[] { Metric.L2, Metric.InnerProduct })
                {
                    Dispatch(format, new CompareCall(codes, query.Pointer, n, metric, results.Pointer), tier);
                    for (int i = 0; i < n; i++)
                        KernelData.AssertClose(codes.Distance(metric, query, i), results.Span[i], 4 * d, 2, $"{metric} d={d} n={n} i={i}");
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void PackCodes_ThenTile_EqualsDecodedDistances(int format, int tier)
    {
        var random = new Random(24);
        foreach (int d in new[] { 1, 5, 16, 33, 100 })
        {
            foreach (int n in new[] { 1, 15, 16, 17, 64, 70, 130 })
            {
                using var codes = new Codes(random, (ScalarCodeFormat)format, d, n);
                using GuardedMemory<float> query = KernelData.Floats(random, d);
                using var results = new GuardedMemory<float>(n);
                using PackedPanel panel = tier < 0 ? new PackedPanel() : new PackedPanel((SimdTier)tier, false);
                panel.PackCodes(codes.View, codes.Pointer, n);
                DistanceTile.Distances(query.Pointer, 1, panel, Metric.L2, results.Pointer, n);
                for (int i = 0; i < n; i++)
                    KernelData.AssertClose(codes.Distance(Metric.L2, query, i), results.Span[i], 8 * d, 4, $"d={d} n={n} i={i}");
            }
        }
    }

    /// <summary>All 65,536 words, as 16-bit floats of both kinds, in every tier.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(128)]
    [InlineData(256)]
    [InlineData(512)]
    public void Decode_EveryShortFloat_IsExact(int tier)
    {
        const int Words = 1 << 16;
        using var words = new GuardedMemory<byte>(2 * Words);
        using var lows = new GuardedMemory<float>(Words);
        using var steps = new GuardedMemory<float>(Words);
        using var x = new GuardedMemory<float>(Words);
        steps.Span.Fill(1);
        for (int i = 0; i < Words; i++)
            ((ushort*)words.Pointer)[i] = (ushort)i;

        Decode<HalfCode>(new ScalarCodeView(ScalarCodeFormat.Halves, Words, lows.Pointer, steps.Pointer), words.Pointer, 1, x.Pointer, tier);
        for (int i = 0; i < Words; i++)
            Assert.Equal((float)BitConverter.UInt16BitsToHalf((ushort)i), x.Span[i]);
        Decode<BFloatCode>(new ScalarCodeView(ScalarCodeFormat.BFloats, Words, lows.Pointer, steps.Pointer), words.Pointer, 1, x.Pointer, tier);
        for (int i = 0; i < Words; i++)
            Assert.Equal(BitConverter.UInt32BitsToSingle((uint)i << 16), x.Span[i]);
    }

    private static bool Covers(ScalarCodeFormat format, int d, int tier)
    {
        int group = format switch { ScalarCodeFormat.Nibbles => 2, ScalarCodeFormat.SixBits => 4, _ => 1 };
        return d - (d % group) >= tier / 32;
    }

    /// <summary>Runs a call with the format as a type.</summary>
    private static void Dispatch<TCall>(int format, TCall call, int tier)
        where TCall : ICall
    {
        switch ((ScalarCodeFormat)format)
        {
            case ScalarCodeFormat.Bytes: call.Run<ByteCode>(tier); break;
            case ScalarCodeFormat.Nibbles: call.Run<NibbleCode>(tier); break;
            case ScalarCodeFormat.SixBits: call.Run<SixBitCode>(tier); break;
            case ScalarCodeFormat.Halves: call.Run<HalfCode>(tier); break;
            default: call.Run<BFloatCode>(tier); break;
        }
    }

    private static void Decode<TCode>(in ScalarCodeView view, byte* codes, long n, float* x, int tier)
        where TCode : struct, IScalarCode
    {
        switch (tier)
        {
            case 0: ScalarCode.DecodeBody<TCode, ScalarLanes, float>(view, codes, n, x); break;
            case 128: ScalarCode.DecodeBody<TCode, Lanes128, Vector128<float>>(view, codes, n, x); break;
            case 256: ScalarCode.DecodeBody<TCode, Lanes256, Vector256<float>>(view, codes, n, x); break;
            case 512: ScalarCode.DecodeBody<TCode, Lanes512, Vector512<float>>(view, codes, n, x); break;
            default: ScalarCode.Decode(view, codes, n, x); break;
        }
    }

    private interface ICall
    {
        void Run<TCode>(int tier)
            where TCode : struct, IScalarCode;
    }

    private sealed class DecodeCall(Codes codes, long n, float* x) : ICall
    {
        public void Run<TCode>(int tier)
            where TCode : struct, IScalarCode => Decode<TCode>(codes.View, codes.Pointer, n, x, tier);
    }

    private sealed class CompareCall(Codes codes, float* query, int n, Metric metric, float* results) : ICall
    {
        public void Run<TCode>(int tier)
            where TCode : struct, IScalarCode
        {
            ScalarCodeView view = codes.View;
            if (tier < 0)
            {
                ScalarCode.ToCodes(view, query, codes.Pointer, n, metric, results);
                return;
            }
            int d = view.Dimension;
            using var room = new GuardedMemory<float>(2L * d);
            float constant = ScalarCode.Prepare(view, query, metric, room.Pointer, room.Pointer + d);
            var prepared = new ScalarCode.PreparedQuery(room.Pointer, room.Pointer + d, constant);
            switch (tier)
            {
                case 0: ScalarCode.ToCodesBody<TCode, ScalarLanes, float>(view, prepared, codes.Pointer, n, metric, results); break;
                case 128: ScalarCode.ToCodesBody<TCode, Lanes128, Vector128<float>>(view, prepared, codes.Pointer, n, metric, results); break;
                case 256: ScalarCode.ToCodesBody<TCode, Lanes256, Vector256<float>>(view, prepared, codes.Pointer, n, metric, results); break;
                default: ScalarCode.ToCodesBody<TCode, Lanes512, Vector512<float>>(view, prepared, codes.Pointer, n, metric, results); break;
            }
        }
    }

    /// <summary>Random codes whose numbers are small enough that decoded components are about 1; about one range in eight is empty.</summary>
    private sealed class Codes : IDisposable
    {
        private readonly GuardedMemory<byte> _bytes;
        private readonly GuardedMemory<float> _lows;
        private readonly GuardedMemory<float> _steps;
        private readonly ScalarCodeFormat _format;
        private readonly int _dimension;

        public Codes(Random random, ScalarCodeFormat format, int d, int n)
        {
            (_format, _dimension) = (format, d);
            _lows = KernelData.Floats(random, d);
            _steps = new GuardedMemory<float>(d);
            double top = format switch { ScalarCodeFormat.Bytes => 255, ScalarCodeFormat.Nibbles => 15, ScalarCodeFormat.SixBits => 63, _ => 1 };
            foreach (ref float step in _steps.Span)
                step = random.Next(8) == 0 ? 0 : (float)(random.NextDouble() / top);
            _bytes = KernelData.Bytes(random, (long)n * View.CodeSize);
            if (format is ScalarCodeFormat.Halves or ScalarCodeFormat.BFloats)
            {
                foreach (ref ushort word in MemoryMarshal.Cast<byte, ushort>(_bytes.Span))
                {
                    float value = (float)((random.NextDouble() * 2) - 1);
                    word = format == ScalarCodeFormat.Halves
                        ? BitConverter.HalfToUInt16Bits((Half)value)
                        : (ushort)(BitConverter.SingleToUInt32Bits(value) >> 16);
                }
            }
        }

        public ScalarCodeView View => new(_format, _dimension, _lows.Pointer, _steps.Pointer);

        public byte* Pointer => _bytes.Pointer;

        public double Magnitude => 2;

        public double Decode(int row, int k)
        {
            ReadOnlySpan<byte> code = _bytes.Span.Slice(row * View.CodeSize, View.CodeSize);
            double number = _format switch
            {
                ScalarCodeFormat.Bytes => code[k],
                ScalarCodeFormat.Nibbles => (code[k / 2] >> (4 * (k % 2))) & 15,
                ScalarCodeFormat.SixBits => Enumerable.Range(6 * k, 6).Select((bit, i) => (BitOf(row, bit)) << i).Sum(),
                ScalarCodeFormat.Halves => (double)BitConverter.ToHalf(code[(2 * k)..]),
                _ => BitConverter.Int32BitsToSingle(BitConverter.ToUInt16(code[(2 * k)..]) << 16),
            };
            return _lows.Span[k] + (number * _steps.Span[k]);
        }

        public double Distance(Metric metric, GuardedMemory<float> query, int row)
        {
            double sum = 0;
            for (int k = 0; k < _dimension; k++)
            {
                double x = Decode(row, k);
                sum += metric == Metric.L2 ? (x - query.Span[k]) * (x - query.Span[k]) : x * query.Span[k];
            }
            return sum;
        }

        public void Dispose()
        {
            _bytes.Dispose();
            _lows.Dispose();
            _steps.Dispose();
        }

        private int BitOf(int row, int bit) => (_bytes.Span[(row * View.CodeSize) + (bit / 8)] >> (bit % 8)) & 1;
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

        public void Dispose()
        {
            VMin.Dispose();
            VDiff.Dispose();
        }
    }
}
