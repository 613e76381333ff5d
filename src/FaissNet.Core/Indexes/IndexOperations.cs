namespace FaissNet;

/// <summary>What not every index can do. Training, adding, searching, resetting and shrinking every one can.</summary>
[Flags]
internal enum IndexOperations
{
    None = 0,
    AddWithIds = 1 << 0,
    RangeSearch = 1 << 1,

    /// <summary>Searches take id filters, and look at them while they scan.</summary>
    Filter = 1 << 2,
    Reconstruct = 1 << 3,
    SearchAndReconstruct = 1 << 4,
    Remove = 1 << 5,
    Update = 1 << 6,
    Merge = 1 << 7,

    /// <summary>Encoding and decoding without storing.</summary>
    Codec = 1 << 8,
    Save = 1 << 9,
    Clone = 1 << 10,

    /// <summary>Codes are used where they are in a mapped file; others are read.</summary>
    MemoryMap = 1 << 11,

    /// <summary>What most indexes can do.</summary>
    Usual = RangeSearch | Filter | Reconstruct | SearchAndReconstruct | Remove | Merge | Codec | Save | Clone,
}
