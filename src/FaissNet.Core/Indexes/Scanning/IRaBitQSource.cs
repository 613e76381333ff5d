namespace FaissNet;

/// <summary>What a <see cref="RaBitQScanner"/> asks the index whose codes it compares.</summary>
internal interface IRaBitQSource
{
    /// <summary>What has made the codes.</summary>
    RaBitQuantizer Quantizer { get; }

    /// <summary>Bits of the query where a search does not say: qb.</summary>
    int QueryBits { get; }

    /// <summary>Whether queries are rounded symmetrically where a search does not say.</summary>
    bool CenteredQuery { get; }

    /// <summary>Whether there are lists, each with a centre of its own.</summary>
    bool HasLists { get; }

    /// <summary>What the codes of a list are differences to; of a flat index, list 0.</summary>
    ReadOnlySpan<float> CenterOf(long list);
}
