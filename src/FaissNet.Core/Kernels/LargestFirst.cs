using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>The order of similarities: larger is better, and of equal ones the higher id (FAISS's order, odd as it is).</summary>
internal readonly struct LargestFirst : ITopKOrder<float>
{
    /// <inheritdoc/>
    public static float Missing => -float.MaxValue;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsBetter(float score, float than) => score > than;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool IsWorse(float score, long id, float thanScore, long thanId) =>
        score < thanScore | (score == thanScore & id < thanId);
}
