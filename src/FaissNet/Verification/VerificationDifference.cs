namespace FaissNet;

/// <summary>A place in the results of one query where the engines do not agree.</summary>
/// <param name="Query">Number of the query.</param>
/// <param name="Rank">Place in its results, 0 for the nearest.</param>
/// <param name="ManagedId">The id that the C# engine has there.</param>
/// <param name="NativeId">The id that native FAISS has there.</param>
/// <param name="ManagedDistance">The distance that the C# engine has there.</param>
/// <param name="NativeDistance">The distance that native FAISS has there.</param>
public sealed record VerificationDifference(
    int Query, int Rank, long ManagedId, long NativeId, float ManagedDistance, float NativeDistance);
