using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>The order of similarities: larger is better, and of equal ones the higher id (FAISS's order, odd as it is).</summary>
internal readonly struct LargestFirst : ITopKOrder<float>, ITopKOrder<int>
{
    /// <inheritdoc/>
    public static float Missing => -float.MaxValue;

    /// <inheritdoc/>
    static int ITopKOrder<int>.Missing => int.MinValue;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsBetter(float score, float than) => score > than;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWorse(float score, long id, float thanScore, long thanId) =>
        score < thanScore | (score == thanScore & id < thanId);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsBetter(int score, int than) => score > than;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWorse(int score, long id, int thanScore, long thanId) =>
        score < thanScore | (score == thanScore & id < thanId);
}
