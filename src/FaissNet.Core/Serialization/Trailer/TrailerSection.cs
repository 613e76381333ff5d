namespace FaissNet.Serialization;

/// <summary>A section of a trailer: what it is about, the part of the index that it belongs to, and its content.</summary>
/// <param name="Name">Four letters.</param>
/// <param name="Offset">Where in the file the index begins that it belongs to.</param>
/// <param name="Position">Which of that index's parts, e.g. which transform; 0 for the index itself.</param>
/// <param name="Content">The content.</param>
internal sealed record TrailerSection(string Name, long Offset, int Position, byte[] Content)
{
    /// <summary>Bytes of offset and position.</summary>
    public const int KeyLength = 12;
}
