namespace FaissNet.Serialization;

/// <summary>What stands in front of every inverted file.</summary>
internal sealed class IvfParts
{
    public required IndexHeader Header { get; init; }

    public required long NList { get; init; }

    public required long NProbe { get; init; }

    public required IndexStructure Quantizer { get; init; }

    /// <summary>The ids of all lists, where the format before 1.6 has them: in front of the codes.</summary>
    public long[][]? LegacyIds { get; init; }

    public required DirectMapParts DirectMap { get; init; }

    /// <summary>When loading, the index of float vectors whose lists are being read.</summary>
    public IvfIndex? Index { get; set; }

    /// <summary>When loading, the binary index whose lists are being read.</summary>
    public BinaryIvfIndex? BinaryIndex { get; set; }

    /// <summary>When loading, what the lists go into.</summary>
    public InvertedLists? Lists => Index?.Lists ?? BinaryIndex?.Lists;
}

/// <summary>Where in the lists each id is.</summary>
/// <param name="Type">0 none, 1 array, 2 hash table.</param>
/// <param name="Entries">Of an array: list · 2³² + position per id, or −1. Of a hash table: pairs of id and such an entry.</param>
internal readonly record struct DirectMapParts(byte Type, long[] Entries);
