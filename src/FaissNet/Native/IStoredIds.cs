namespace FaissNet.Native;

/// <summary>What filters that only C# can evaluate have to know of an index.</summary>
internal interface IStoredIds
{
    long[] GetStoredIds();

    /// <summary>About how much of the index a query visits, 1 for all.</summary>
    double GetVisitedShare(int? nProbe);
}
