using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>The order of distances: smaller is better, and of equal distances the lower id.</summary>
internal readonly struct SmallestFirst : ITopKOrder<float>, ITopKOrder<int>
{
    /// <inheritdoc/>
    static float ITopKOrder<float>.Missing => float.MaxValue;

    /// <inheritdoc/>
    static int ITopKOrder<int>.Missing => int.MaxValue;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsBetter(float score, float than) => score < than;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWorse(float score, long id, float thanScore, long thanId) =>
        score > thanScore | (score == thanScore & id > thanId);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsBetter(int score, int than) => score < than;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWorse(int score, long id, int thanScore, long thanId) =>
        score > thanScore | (score == thanScore & id > thanId);
}
