using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace FaissNet.Testing;

/// <summary>A C-order NumPy array of at most two dimensions, read whole: enough for test data.</summary>
public sealed partial record NpyArray<T>(int Rows, int Columns, T[] Values)
    where T : unmanaged
{
    public ReadOnlySpan<T> this[int row] => Values.AsSpan(row * Columns, Columns);

    public static NpyArray<T> Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        if (bytes.Length < 12 || bytes[0] != 0x93 || !bytes.AsSpan(1).StartsWith("NUMPY"u8))
            throw new InvalidDataException($"{path} is not a .npy file.");
        int headerStart = bytes[6] == 1 ? 10 : 12;
        int headerLength = bytes[6] == 1 ? BitConverter.ToUInt16(bytes, 8) : BitConverter.ToInt32(bytes, 8);
        string header = Encoding.Latin1.GetString(bytes, headerStart, headerLength);
        if (!header.Contains($"'{TypeName}'", StringComparison.Ordinal) || header.Contains("'fortran_order': True", StringComparison.Ordinal))
            throw new InvalidDataException($"{path} is not a C-order array of {TypeName}: {header}");
        int[] shape = ShapePattern().Match(header).Groups[1].Value
            .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
            .Select(int.Parse).ToArray();
        if (shape.Length is < 1 or > 2)
            throw new InvalidDataException($"{path} has {shape.Length} dimensions.");
        int rows = shape[0];
        int columns = shape.Length == 2 ? shape[1] : 1;
        T[] values = MemoryMarshal.Cast<byte, T>(bytes.AsSpan(headerStart + headerLength)).ToArray();
        if (values.Length != rows * columns)
            throw new InvalidDataException($"{path} holds {values.Length} values, but its header promises {rows} × {columns}.");
        return new NpyArray<T>(rows, columns, values);
    }

    private static string TypeName =>
        typeof(T) == typeof(float) ? "<f4"
        : typeof(T) == typeof(int) ? "<i4"
        : typeof(T) == typeof(long) ? "<i8"
        : typeof(T) == typeof(byte) ? "|u1"
        : throw new NotSupportedException($"{typeof(T)} is not read from .npy files here.");

    [GeneratedRegex(@"'shape': \(([^)]*)\)")]
    private static partial Regex ShapePattern();
}
