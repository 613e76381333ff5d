namespace FaissNet.Evaluation;

/// <summary>What stands in the way where no index keeps to all limits.</summary>
/// <param name="Limit">A limit that was given.</param>
/// <param name="Value">What it was set to.</param>
/// <param name="Binds">Whether all other limits could be kept without it.</param>
/// <param name="Best">The best that keeps to this limit alone; <c>null</c> where nothing does.</param>
public sealed record LimitFinding(AdvisorLimit Limit, double Value, bool Binds, AdvisorTrial? Best);
