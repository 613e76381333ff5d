using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>
/// Scalar codes: bits per component, read as a number that counts steps from a low end, or as a short float. FAISS: <c>ScalarQuantizer</c>.
/// </summary>
internal static unsafe partial class ScalarCode
{
    /// <summary>Dimensions up to which a prepared query lies on the stack.</summary>
    private const int StackDimensions = 2048;

    /// <summary>
    /// Encodes n vectors of d floats with a byte per component, code = trunc(255 · clamp((x − vmin) / vdiff, 0, 1)); a component whose range is
    /// empty, or that is NaN, gets code 0.
    /// </summary>
    public static void Encode(float* x, long n, int d, float* vmin, float* vdiff, byte* codes)
    {
        for (long i = 0; i < n; i++, x += d, codes += d)
        {
            int done = Simd.Has128 ? EncodeRow128(x, d, vmin, vdiff, codes) : 0;
            EncodeScalar(x, done, d, vmin, vdiff, codes);
        }
    }

    /// <summary>Decodes n codes into n × d floats.</summary>
    public static void Decode(in ScalarCodeView view, byte* codes, long n, float* x)
    {
        switch (view.Format)
        {
            case ScalarCodeFormat.Bytes: Decode<ByteCode>(view, codes, n, x); break;
            case ScalarCodeFormat.Nibbles: Decode<NibbleCode>(view, codes, n, x); break;
            case ScalarCodeFormat.SixBits: Decode<SixBitCode>(view, codes, n, x); break;
            case ScalarCodeFormat.Halves: Decode<HalfCode>(view, codes, n, x); break;
            default: Decode<BFloatCode>(view, codes, n, x); break;
        }
    }

    /// <summary>Squared L2 distances or inner products of one query to n codes, decoded in registers.</summary>
    [SkipLocalsInit]
    public static void ToCodes(in ScalarCodeView view, float* query, byte* codes, long n, Metric metric, float* results)
    {
        int d = view.Dimension;
        bool onStack = d <= StackDimensions;
        float* stack = stackalloc float[onStack ? 2 * d : 1];
        float* room = onStack ? stack : (float*)NativeMemory.AlignedAlloc((nuint)d * 2 * sizeof(float), 64);
        var prepared = new PreparedQuery(room, room + d, Prepare(view, query, metric, room, room + d));
        switch (view.Format)
        {
            case ScalarCodeFormat.Bytes: ToCodes<ByteCode>(view, prepared, codes, n, metric, results); break;
            case ScalarCodeFormat.Nibbles: ToCodes<NibbleCode>(view, prepared, codes, n, metric, results); break;
            case ScalarCodeFormat.SixBits: ToCodes<SixBitCode>(view, prepared, codes, n, metric, results); break;
            case ScalarCodeFormat.Halves: ToCodes<HalfCode>(view, prepared, codes, n, metric, results); break;
            default: ToCodes<BFloatCode>(view, prepared, codes, n, metric, results); break;
        }
        if (!onStack)
            NativeMemory.AlignedFree(room);
    }

    /// <summary>
    /// Writes what remains to be done per code. L2: (q − low) − step · number, squared. Inner product: Σ q·low once, then Σ (q · step) · number.
    /// </summary>
    /// <returns>What every inner product begins with.</returns>
    internal static float Prepare(in ScalarCodeView view, float* query, Metric metric, float* offsets, float* steps)
    {
        float constant = 0;
        for (int k = 0; k < view.Dimension; k++)
        {
            float step = view.Steps[k];
            float low = view.Lows[k];
            if (metric == Metric.L2)
            {
                offsets[k] = query[k] - low;
                steps[k] = -step;
            }
            else
            {
                offsets[k] = 0;
                steps[k] = query[k] * step;
                constant += query[k] * low;
            }
        }

        return constant;
    }

    private static void Decode<TCode>(in ScalarCodeView view, byte* codes, long n, float* x)
        where TCode : struct, IScalarCode
    {
        int whole = Whole<TCode>(view.Dimension);
        if (Simd.Has512 && whole >= 16)
            DecodeBody<TCode, Lanes512, Vector512<float>>(view, codes, n, x);
        else if (Simd.Has256 && whole >= 8)
            DecodeBody<TCode, Lanes256, Vector256<float>>(view, codes, n, x);
        else if (Simd.Has128 && whole >= 4)
            DecodeBody<TCode, Lanes128, Vector128<float>>(view, codes, n, x);
        else
            DecodeBody<TCode, ScalarLanes, float>(view, codes, n, x);
    }

    private static void ToCodes<TCode>(in ScalarCodeView view, in PreparedQuery query, byte* codes, long n, Metric metric, float* results)
        where TCode : struct, IScalarCode
    {
        int whole = Whole<TCode>(view.Dimension);
        if (Simd.Has512 && whole >= 16)
            ToCodesBody<TCode, Lanes512, Vector512<float>>(view, query, codes, n, metric, results);
        else if (Simd.Has256 && whole >= 8)
            ToCodesBody<TCode, Lanes256, Vector256<float>>(view, query, codes, n, metric, results);
        else if (Simd.Has128 && whole >= 4)
            ToCodesBody<TCode, Lanes128, Vector128<float>>(view, query, codes, n, metric, results);
        else
            ToCodesBody<TCode, ScalarLanes, float>(view, query, codes, n, metric, results);
    }

    /// <summary>Components that vectors can cover; the few behind them are taken one by one.</summary>
    private static int Whole<TCode>(int d)
        where TCode : struct, IScalarCode => d - d % TCode.Group;

    /// <summary>What <see cref="Prepare"/> made of a query.</summary>
    internal readonly struct PreparedQuery(float* offsets, float* steps, float constant)
    {
        public float* Offsets { get; } = offsets;

        public float* Steps { get; } = steps;

        public float Constant { get; } = constant;
    }
}
