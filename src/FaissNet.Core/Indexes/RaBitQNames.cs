namespace FaissNet;

/// <summary>What the flat and the inverted RaBitQ index have in common: factory strings and the limits of their numbers.</summary>
internal static class RaBitQNames
{
    /// <summary>Query bits of a new index; FAISS's number since 1.14.</summary>
    public const int DefaultQueryBits = 4;

    /// <summary>Vectors per block of a fast-scan index whose factory string does not say.</summary>
    public const int DefaultBlock = 32;

    public static string Of(int bits, int fastScanBlock)
    {
        string number = bits == 1 ? "" : bits.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return fastScanBlock switch
        {
            0 => $"RaBitQ{number}",
            DefaultBlock => $"RaBitQfs{number}",
            _ => $"RaBitQfs{number}_{fastScanBlock}",
        };
    }

    public static int CheckQueryBits(int value, int fastScanBlock)
    {
        int least = fastScanBlock > 0 ? 1 : 0;
        if (value < least || value > RaBitQuantizer.MaxQueryBits)
            throw new ArgumentOutOfRangeException(nameof(value), value, $"The query bits must be between {least} and {RaBitQuantizer.MaxQueryBits}.");
        return value;
    }
}
