using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace FaissNet.Evaluation;

/// <summary>Writes arrays as NumPy's <c>.npy</c>, version 1.0, C order. A file appears whole or not at all.</summary>
public static class NpyWriter
{
    // NumPy aligns the data to 64 bytes, so that it can be memory-mapped into vector code.
    private const int Alignment = 64;

    /// <summary>Writes a matrix.</summary>
    /// <typeparam name="T">
    /// <see cref="float"/>, <see cref="Half"/>, <see cref="byte"/>, <see cref="int"/> or <see cref="long"/>.
    /// </typeparam>
    /// <param name="path">The file; one that exists is replaced.</param>
    /// <param name="values">rows × columns, row-major.</param>
    /// <param name="columns">Values in a row.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of <paramref name="columns"/>, or the type is another.</exception>
    public static void Write<T>(string path, ReadOnlySpan<T> values, int columns)
        where T : unmanaged
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        if (values.Length % columns != 0)
        {
            throw new ArgumentException(
                $"Expected rows of {columns} values, but the {values.Length} values given are not a multiple of that.", nameof(values));
        }
        Write(path, MemoryMarshal.AsBytes(values), DescrOf<T>(), $"({values.Length / columns}, {columns})");
    }

    /// <summary>Writes a one-dimensional array.</summary>
    /// <inheritdoc cref="Write{T}(string, ReadOnlySpan{T}, int)"/>
    public static void Write<T>(string path, ReadOnlySpan<T> values)
        where T : unmanaged
        => Write(path, MemoryMarshal.AsBytes(values), DescrOf<T>(), $"({values.Length},)");

    private static string DescrOf<T>()
    {
        if (typeof(T) == typeof(float))
            return "<f4";
        if (typeof(T) == typeof(Half))
            return "<f2";
        if (typeof(T) == typeof(byte))
            return "|u1";
        if (typeof(T) == typeof(int))
            return "<i4";
        if (typeof(T) == typeof(long))
            return "<i8";
        throw new ArgumentException($"Arrays of {typeof(T).Name} are not written; float, Half, byte, int and long are.");
    }

    private static void Write(string path, ReadOnlySpan<byte> data, string descr, string shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        AtomicFile.Write(path, Header(descr, shape), data);
    }

    private static byte[] Header(string descr, string shape)
    {
        const int Preamble = 10;
        string dictionary = $"{{'descr': '{descr}', 'fortran_order': False, 'shape': {shape}, }}";
        int length = (Preamble + dictionary.Length + 1 + Alignment - 1) / Alignment * Alignment;
        var header = new byte[length];
        header.AsSpan().Fill((byte)' ');
        header[0] = 0x93;
        "NUMPY"u8.CopyTo(header.AsSpan(1));
        header[6] = 1;
        header[7] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(8), (ushort)(length - Preamble));
        Encoding.ASCII.GetBytes(dictionary, header.AsSpan(Preamble));
        header[^1] = (byte)'\n';
        return header;
    }
}
