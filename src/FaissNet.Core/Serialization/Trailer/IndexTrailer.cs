using System.Buffers.Binary;
using System.Text;

namespace FaissNet.Serialization;

/// <summary>
/// What follows the bytes of FAISS at the end of a file, where FAISS does not look: what only this library knows of an index.
/// </summary>
/// <remarks>
/// <code>
/// section:   name 4 bytes ASCII, length u64 of what follows, offset i64 and position i32 of the part that it belongs to, content
/// …
/// footer:    number of sections u32, version u32 = 1, bytes of the sections u64, bytes of the index u64,
///            SHA-256 of all before it in the trailer (32 bytes), magic "FaissNet" (8 bytes)
/// </code>
/// All numbers are little-endian. It ends the file, so that it can be read before the index that it tells about. A section that is unknown
/// or fits no part of the index is an error, because an index without it might answer wrongly; for the same reason an index that
/// needs one says so in <see cref="Mark"/>.
/// </remarks>
internal sealed class IndexTrailer
{
    /// <summary>What a file says of how the means of queries go with a <see cref="ModalityTransform"/>.</summary>
    public const string Modality = "MODL";

    /// <summary>The matrices of a <see cref="QueryAwareTransform"/>.</summary>
    public const string QueryAware = "QAWR";

    /// <summary>The penalties of a <see cref="HubnessIndex"/>.</summary>
    public const string Hubness = "HUBN";

    /// <summary>The quality card, of the whole file.</summary>
    public const string Card = "CARD";

    /// <summary>
    /// Stands in the header of an index that takes a section of the trailer, in the first of the two numbers that FAISS writes and
    /// ignores: "FaissNet".
    /// </summary>
    public const long Mark = 0x74654E7373696146;

    private const uint Version = 1;
    private const int SectionHeaderLength = 12;
    private const int NumbersLength = 24;
    private const int FooterLength = NumbersLength + Sha256.HashSizeInBytes + sizeof(long);

    private readonly List<TrailerSection> _sections = [];

    public bool IsEmpty => _sections.Count == 0;

    public IReadOnlyList<TrailerSection> Sections => _sections;

    /// <summary>Bytes of the index that the trailer follows; unknown of one that was not read from a file.</summary>
    public long? IndexLength { get; private init; }

    private static ReadOnlySpan<byte> Magic => "FaissNet"u8;

    public void Add(TrailerSection section) => _sections.Add(section);

    /// <summary>Takes the section that belongs to a part of the index, or null where there is none.</summary>
    /// <param name="name">What it is about.</param>
    /// <param name="offset">Where the index begins that it belongs to.</param>
    /// <param name="position">Which of that index's parts.</param>
    public TrailerSection? Take(string name, long offset, int position)
    {
        int at = _sections.FindIndex(section => section.Name == name && section.Offset == offset && section.Position == position);
        if (at < 0)
            return null;
        TrailerSection found = _sections[at];
        _sections.RemoveAt(at);
        return found;
    }

    /// <summary>Writes it behind an index.</summary>
    /// <param name="output">Where the index went.</param>
    /// <param name="indexLength">Bytes of the index.</param>
    public void WriteTo(FaissStreamWriter output, long indexLength)
    {
        using var bytes = new MemoryStream();
        using var writer = new BinaryWriter(bytes);
        foreach (TrailerSection section in _sections)
        {
            writer.Write(Encoding.ASCII.GetBytes(section.Name));
            writer.Write(section.Content.LongLength + TrailerSection.KeyLength);
            writer.Write(section.Offset);
            writer.Write(section.Position);
            writer.Write(section.Content);
        }
        long length = bytes.Length;
        writer.Write(_sections.Count);
        writer.Write(Version);
        writer.Write(length);
        writer.Write(indexLength);
        ReadOnlySpan<byte> hashed = bytes.GetBuffer().AsSpan(0, (int)bytes.Length);
        output.WriteElements(hashed);
        output.WriteElements<byte>(Sha256.HashData(hashed));
        output.WriteElements(Magic);
    }

    /// <summary>Reads the trailer of the index that begins where a stream stands, if there is one. The stream stays there.</summary>
    /// <exception cref="FaissFormatException">There is a trailer, but it is damaged or newer than this library.</exception>
    public static IndexTrailer? Read(Stream stream)
    {
        if (!stream.CanSeek || stream.Length - stream.Position < FooterLength)
            return null;
        long start = stream.Position;
        try
        {
            var footer = new byte[FooterLength];
            stream.Position = stream.Length - FooterLength;
            stream.ReadExactly(footer);
            return footer.AsSpan().EndsWith(Magic) ? Read(stream, start, footer) : null;
        }
        finally
        {
            stream.Position = start;
        }
    }

    public static FaissFormatException Bad(string what) => new($"What follows the index in the file is damaged: {what}.");

    private static IndexTrailer? Read(Stream stream, long start, ReadOnlySpan<byte> footer)
    {
        uint count = BinaryPrimitives.ReadUInt32LittleEndian(footer), version = BinaryPrimitives.ReadUInt32LittleEndian(footer[4..]);
        long length = BinaryPrimitives.ReadInt64LittleEndian(footer[8..]), indexLength = BinaryPrimitives.ReadInt64LittleEndian(footer[16..]);
        long before = stream.Length - FooterLength - start;
        if (version != Version)
            throw Bad($"it has version {version}, and this library reads version {Version}");
        if (length < 0 || length > before || length > Array.MaxLength - NumbersLength)
            throw Bad($"it claims {length} bytes, but there are {before} before its end");
        var bytes = new byte[length + NumbersLength];
        stream.Position = stream.Length - FooterLength - length;
        stream.ReadExactly(bytes);
        if (!footer.Slice(NumbersLength, Sha256.HashSizeInBytes).SequenceEqual(Sha256.HashData(bytes)))
            throw Bad("its checksum is wrong");
        // Several indexes may stand in a stream one behind the other; this is the trailer of a later one.
        if (indexLength >= 0 && indexLength < before - length)
            return null;
        if (indexLength != before - length)
            throw Bad($"it belongs to an index of {indexLength} bytes, but {before - length} are before it");
        return Parse(bytes.AsSpan(0, (int)length), count, indexLength);
    }

    private static IndexTrailer Parse(ReadOnlySpan<byte> bytes, uint count, long indexLength)
    {
        var trailer = new IndexTrailer { IndexLength = indexLength };
        for (uint i = 0; i < count; i++)
        {
            if (bytes.Length < SectionHeaderLength)
                throw Bad($"section {i} is missing");
            string name = Encoding.ASCII.GetString(bytes[..4]);
            long length = BinaryPrimitives.ReadInt64LittleEndian(bytes[4..]);
            bytes = bytes[SectionHeaderLength..];
            if (length < TrailerSection.KeyLength || length > bytes.Length)
                throw Bad($"section {name} has {length} bytes, but {bytes.Length} follow");
            trailer.Add(new TrailerSection(
                name, BinaryPrimitives.ReadInt64LittleEndian(bytes), BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]),
                bytes[TrailerSection.KeyLength..(int)length].ToArray()));
            bytes = bytes[(int)length..];
        }
        return bytes.IsEmpty ? trailer : throw Bad($"{bytes.Length} bytes belong to no section");
    }
}
