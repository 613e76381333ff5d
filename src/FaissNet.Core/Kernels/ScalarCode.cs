using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>
/// 8-bit scalar codes, one byte per component: code = trunc(255 · clamp((x − vmin) / vdiff, 0, 1)) and x ≈ vmin + vdiff · (code + ½) / 255.
/// vmin and vdiff are d floats each. FAISS: <c>ScalarQuantizer::QT_8bit</c>.
/// </summary>
internal static unsafe partial class ScalarCode
{
    /// <summary>Dimensions up to which a prepared query lies on the stack.</summary>
    private const int StackDimensions = 2048;

    /// <summary>Encodes n vectors of d floats; a component whose range is empty, or that is NaN, gets code 0.</summary>
    public static void Encode(float* x, long n, int d, float* vmin, float* vdiff, byte* codes)
    {
        for (long i = 0; i < n; i++, x += d, codes += d)
        {
            int done = Simd.Has128 ? EncodeRow128(x, d, vmin, vdiff, codes) : 0;
            EncodeScalar(x, done, d, vmin, vdiff, codes);
        }
    }

    /// <summary>Decodes n codes of d bytes into n × d floats.</summary>
    public static void Decode(byte* codes, long n, int d, float* vmin, float* vdiff, float* x)
    {
        if (Simd.Has512 && d >= 16)
            DecodeBody<Lanes512, Vector512<float>>(codes, n, d, vmin, vdiff, x);
        else if (Simd.Has256 && d >= 8)
            DecodeBody<Lanes256, Vector256<float>>(codes, n, d, vmin, vdiff, x);
        else if (Simd.Has128 && d >= 4)
            DecodeBody<Lanes128, Vector128<float>>(codes, n, d, vmin, vdiff, x);
        else
            DecodeBody<ScalarLanes, float>(codes, n, d, vmin, vdiff, x);
    }

    /// <summary>Squared L2 distances of one query to n codes.</summary>
    public static void L2Squared(float* query, byte* codes, long n, int d, float* vmin, float* vdiff, float* distances) =>
        ToCodes(query, codes, n, d, vmin, vdiff, Metric.L2, distances);

    /// <summary>Inner products of one query with n codes.</summary>
    public static void InnerProduct(float* query, byte* codes, long n, int d, float* vmin, float* vdiff, float* products) =>
        ToCodes(query, codes, n, d, vmin, vdiff, Metric.InnerProduct, products);

    /// <summary>Distances or inner products of one query to n codes, decoded in registers.</summary>
    [SkipLocalsInit]
    public static void ToCodes(float* query, byte* codes, long n, int d, float* vmin, float* vdiff, Metric metric, float* results)
    {
        bool onStack = d <= StackDimensions;
        float* stack = stackalloc float[onStack ? 2 * d : 1];
        float* prepared = onStack ? stack : (float*)NativeMemory.AlignedAlloc((nuint)d * 2 * sizeof(float), 64);
        float constant = Prepare(query, d, vmin, vdiff, metric, prepared, prepared + d);
        if (Simd.Has512 && d >= 16)
            ToCodesBody<Lanes512, Vector512<float>>(prepared, prepared + d, constant, codes, n, d, metric, results);
        else if (Simd.Has256 && d >= 8)
            ToCodesBody<Lanes256, Vector256<float>>(prepared, prepared + d, constant, codes, n, d, metric, results);
        else if (Simd.Has128 && d >= 4)
            ToCodesBody<Lanes128, Vector128<float>>(prepared, prepared + d, constant, codes, n, d, metric, results);
        else
            ToCodesBody<ScalarLanes, float>(prepared, prepared + d, constant, codes, n, d, metric, results);
        if (!onStack)
            NativeMemory.AlignedFree(prepared);
    }

    /// <summary>
    /// Writes what remains to be done per code. A decoded component is low + step · code. L2: (q − low) − step · code, squared. Inner product:
    /// Σ q·low once, then Σ (q · step) · code.
    /// </summary>
    internal static float Prepare(float* query, int d, float* vmin, float* vdiff, Metric metric, float* offsets, float* steps)
    {
        float constant = 0;
        for (int k = 0; k < d; k++)
        {
            float step = vdiff[k] / 255;
            float low = vmin[k] + (0.5f * step);
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
}
