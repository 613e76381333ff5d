namespace FaissNet.Native;

/// <summary>An index that can list the ids of its vectors, for filters that only C# can evaluate.</summary>
internal interface IStoredIds
{
    long[] GetStoredIds();
}
