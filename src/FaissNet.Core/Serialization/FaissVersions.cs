namespace FaissNet.Serialization;

/// <summary>
/// Since when FAISS has what a file may hold. Older versions refuse most of it by its four letters, but read unknown scalar types and
/// metrics and end the process when they search.
/// </summary>
internal static class FaissVersions
{
    /// <summary>The oldest version whose files and behaviour this library knows.</summary>
    public static readonly Version Oldest = new(1, 7, 3);

    /// <summary>The first version that has an index, a transform or inverted lists.</summary>
    public static Version OfType(string fourcc) => fourcc switch
    {
        "IwIQ" => new Version(1, 8, 0),
        "null" or "IHNc" => new Version(1, 9, 0),
        "Ixrq" or "Iwrq" => new Version(1, 11, 0),
        "IHc2" or "IBHc" => new Version(1, 12, 0),
        "IwPn" or "ilpn" => new Version(1, 13, 0),
        "Ixrr" or "Iwrr" or "IxFP" => new Version(1, 13, 1),
        "Irfs" or "Iwrf" or "IHfP" or "IxRP" => new Version(1, 13, 2),
        "Irfn" or "Iwrn" or "IxFp" => new Version(1, 14, 0),
        "HRot" => new Version(1, 14, 1),
        "IwP2" or "ilp2" => new Version(1, 14, 2),
        "IH00" or "IxEe" or "IxEd" or "IwEe" or "IwEd" => new Version(1, 15, 0),
        _ => Oldest,
    };

    /// <summary>The first version that has a type of scalar quantizer.</summary>
    public static Version OfScalarType(int type) => type switch
    {
        <= 6 => Oldest,
        7 or 8 => new Version(1, 9, 0),
        <= 14 => new Version(1, 14, 2),
        <= 18 => new Version(1, 14, 3),
        _ => new Version(1, 15, 0),
    };

    /// <summary>The first version that has a metric.</summary>
    public static Version OfMetric(int metric) => metric switch
    {
        <= 22 => Oldest,
        23 => new Version(1, 7, 4),
        24 => new Version(1, 9, 0),
        _ => new Version(1, 12, 0),
    };
}
