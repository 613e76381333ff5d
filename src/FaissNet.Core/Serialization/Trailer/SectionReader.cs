using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace FaissNet.Serialization;

/// <summary>Reads the content of a section, which is not trusted although its checksum is right.</summary>
internal sealed class SectionReader(TrailerSection section)
{
    private int _at;

    public T Read<T>()
        where T : unmanaged
        => Read<T>(1)[0];

    public T[] Read<T>(long count)
        where T : unmanaged
    {
        ReadOnlySpan<byte> left = section.Content.AsSpan(_at);
        long bytes = count < 0 || count > left.Length ? long.MaxValue : count * Unsafe.SizeOf<T>();
        if (bytes > left.Length)
            throw Bad($"{count} values are missing");
        _at += (int)bytes;
        return MemoryMarshal.Cast<byte, T>(left[..(int)bytes]).ToArray();
    }

    public string ReadString() => Encoding.UTF8.GetString(Read<byte>(Read<int>()));

    public void RequireEnd()
    {
        if (_at != section.Content.Length)
            throw Bad($"{section.Content.Length - _at} bytes too many");
    }

    public FaissFormatException Bad(string what) => IndexTrailer.Bad($"section {section.Name} has {what}");
}
