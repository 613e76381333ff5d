using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace FaissNet.Evaluation;

/// <summary>Columns of integers in <c>.npy</c> files: item labels, ids.</summary>
public static class NpyIntegers
{
    private const int BlockLength = 1 << 16;

    /// <summary>Reads a one-dimensional array of uint8, int32 or int64 (or a two-dimensional one with a single column).</summary>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">The file is not such an array, or is damaged.</exception>
    public static long[] Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using SafeFileHandle file = VectorFile.OpenHandle(path);
        NpyHeader header = NpyHeader.Read(file, path);
        bool isColumn = header.Shape.Length == 1 || header.Shape is [_, 1];
        if (!isColumn || !Elements.IsInteger(header.ElementType))
        {
            throw new InvalidDataException(
                $"{path} is an array of ({string.Join(", ", header.Shape)}) elements of type {header.ElementType}; one column of integers is expected.");
        }
        if (header.Shape[0] > Array.MaxLength)
            throw new InvalidDataException($"{path} has {header.Shape[0]} integers, more than one array can hold.");
        var values = new long[header.Shape[0]];
        int size = Elements.Size(header.ElementType);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(BlockLength * size);
        try
        {
            for (int done = 0; done < values.Length; done += BlockLength)
            {
                Span<long> block = values.AsSpan(done, Math.Min(BlockLength, values.Length - done));
                Span<byte> bytes = buffer.AsSpan(0, block.Length * size);
                VectorFile.ReadExactly(file, path, header.DataOffset + (long)done * size, bytes);
                Elements.ToInt64(header.ElementType, bytes, block);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
        return values;
    }
}
