namespace FaissNet;

/// <summary>How an inverted file finds a vector by its id. The numbers are FAISS's <c>DirectMap::Type</c>.</summary>
internal enum DirectMapType : byte
{
    /// <summary>It searches the lists.</summary>
    None = 0,

    /// <summary>An array over the ids 0 to n.</summary>
    Array = 1,

    /// <summary>A hash table over any ids.</summary>
    HashTable = 2,
}
