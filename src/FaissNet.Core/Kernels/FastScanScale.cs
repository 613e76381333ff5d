using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>
/// How the float tables of a query become bytes, as FAISS has it: entries are t = ⌊(T − min_m) · a + ½⌋ with one scale a per query, and a score s of added
/// bytes stands for the distance b + s / a.
/// </summary>
/// <param name="scale">a; 0 where all entries of each sub-quantizer are equal.</param>
/// <param name="offset">b.</param>
internal readonly unsafe struct FastScanScale(float scale, float offset)
{
    /// <summary>What a byte can hold.</summary>
    private const float LargestEntry = 255;

    /// <summary>What FAISS's sums of 16 bits can hold.</summary>
    private const float LargestSum = 65535;

    private readonly float _inverse = scale > 0 ? 1 / scale : 0;

    /// <summary>The scale for entries that span at most <paramref name="entrySpan"/> and need not fit into sums.</summary>
    public static FastScanScale ForEntries(float entrySpan, float offset) => new(Positive(LargestEntry / entrySpan), offset);

    /// <summary>The scale for entries that span at most <paramref name="entrySpan"/> and whose sums with biases span <paramref name="sumSpan"/>.</summary>
    public static FastScanScale ForSums(float entrySpan, float sumSpan, float offset)
        => new(Positive(Math.Min(LargestEntry / entrySpan, LargestSum / sumSpan)), offset);

    /// <summary>What a score stands for.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float Distance(int score) => offset + score * _inverse;

    /// <summary>⌊(value − least) · a + ½⌋.</summary>
    public int Quantize(float value, float least) => (int)MathF.Floor((value - least) * scale + 0.5f);

    /// <summary>
    /// Turns a float table [M][16] into costs: the bytes themselves, or with <paramref name="reversed"/> how much less they are than the sub-quantizer's
    /// largest.
    /// </summary>
    /// <param name="table">The float table.</param>
    /// <param name="mins">The smallest entry of each sub-quantizer.</param>
    /// <param name="m">Sub-quantizers.</param>
    /// <param name="reversed">Whether large entries are good.</param>
    /// <param name="costs">Receives [M][16] costs and zeros up to <see cref="FastScan.TableBytes"/>.</param>
    /// <returns>The sum of the largest bytes of all sub-quantizers.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int ToCosts(float* table, float* mins, int m, bool reversed, byte* costs)
    {
        int most = 0;
        Vector128<float> factor = Vector128.Create(scale);
        Vector128<float> half = Vector128.Create(0.5f);
        for (int i = 0; i < m; i++, table += FastScanTable.KSub, costs += FastScanTable.KSub)
        {
            Vector128<float> least = Vector128.Create(mins[i]);
            Vector128<int> e0 = Vector128.ConvertToInt32Native((Vector128.Load(table) - least) * factor + half);
            Vector128<int> e1 = Vector128.ConvertToInt32Native((Vector128.Load(table + 4) - least) * factor + half);
            Vector128<int> e2 = Vector128.ConvertToInt32Native((Vector128.Load(table + 8) - least) * factor + half);
            Vector128<int> e3 = Vector128.ConvertToInt32Native((Vector128.Load(table + 12) - least) * factor + half);
            Vector128<byte> bytes = Vector128.Narrow(
                Vector128.Narrow(e0.AsUInt32(), e1.AsUInt32()), Vector128.Narrow(e2.AsUInt32(), e3.AsUInt32()));
            byte largest = Largest(bytes);
            most += largest;
            (reversed ? Vector128.Create(largest) - bytes : bytes).Store(costs);
        }
        new Span<byte>(costs, FastScan.TableBytes(m) - m * FastScanTable.KSub).Clear();
        return most;
    }

    /// <summary>The smallest entry of each sub-quantizer and how far the entries of each are apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Measure(float* table, int m, float* mins, float* spans)
    {
        for (int i = 0; i < m; i++, table += FastScanTable.KSub)
        {
            Vector128<float> a = Vector128.Load(table), b = Vector128.Load(table + 4);
            Vector128<float> c = Vector128.Load(table + 8), d = Vector128.Load(table + 12);
            Vector128<float> least = Vector128.MinNative(Vector128.MinNative(a, b), Vector128.MinNative(c, d));
            Vector128<float> most = Vector128.MaxNative(Vector128.MaxNative(a, b), Vector128.MaxNative(c, d));
            least = Vector128.MinNative(least, Vector128.Shuffle(least, Vector128.Create(2, 3, 0, 1)));
            most = Vector128.MaxNative(most, Vector128.Shuffle(most, Vector128.Create(2, 3, 0, 1)));
            mins[i] = Math.Min(least[0], least[1]);
            spans[i] = Math.Max(most[0], most[1]) - mins[i];
        }
    }

    private static byte Largest(Vector128<byte> bytes)
    {
        bytes = Vector128.Max(bytes, (bytes.AsUInt64() >>> 32).AsByte());
        bytes = Vector128.Max(bytes, (bytes.AsUInt64() >>> 16).AsByte());
        bytes = Vector128.Max(bytes, (bytes.AsUInt64() >>> 8).AsByte());
        return Math.Max(bytes[0], bytes[8]);
    }

    /// <summary>Nothing spans anything, or numbers have overflowed: then all scores are equal.</summary>
    private static float Positive(float scale) => scale > 0 && float.IsFinite(scale) ? scale : 0;
}
