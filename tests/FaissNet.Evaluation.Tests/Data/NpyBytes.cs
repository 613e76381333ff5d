using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace FaissNet.Evaluation.Tests;

/// <summary>Files in NumPy's format, written by hand, so that the reader is not only tested against the writer beside it.</summary>
internal static class NpyBytes
{
    public static byte[] Make<T>(string descr, string shape, T[] data, int major = 1, string fortran = "False")
        where T : unmanaged
        => Make($"{{'descr': '{descr}', 'fortran_order': {fortran}, 'shape': {shape}, }}\n", MemoryMarshal.AsBytes(data.AsSpan()), major);

    public static byte[] Make(string header, ReadOnlySpan<byte> data, int major = 1, int minor = 0)
    {
        byte[] text = Encoding.Latin1.GetBytes(header);
        byte[] length = new byte[major == 1 ? 2 : 4];
        if (major == 1)
            BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)text.Length);
        else
            BinaryPrimitives.WriteUInt32LittleEndian(length, (uint)text.Length);
        return [0x93, .. "NUMPY"u8, (byte)major, (byte)minor, .. length, .. text, .. data];
    }
}
