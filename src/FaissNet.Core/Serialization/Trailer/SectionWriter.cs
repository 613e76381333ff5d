using System.Runtime.InteropServices;
using System.Text;

namespace FaissNet.Serialization;

/// <summary>Writes the content of a section.</summary>
internal sealed class SectionWriter
{
    private readonly MemoryStream _bytes = new();

    public SectionWriter Write<T>(T value)
        where T : unmanaged
        => Write(new ReadOnlySpan<T>(in value));

    /// <summary>Elements without their number.</summary>
    public SectionWriter Write<T>(ReadOnlySpan<T> values)
        where T : unmanaged
    {
        _bytes.Write(MemoryMarshal.AsBytes(values));
        return this;
    }

    public SectionWriter Write(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Write(bytes.Length).Write<byte>(bytes);
    }

    public byte[] ToArray() => _bytes.ToArray();
}
