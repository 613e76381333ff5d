using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace FaissNet.Evaluation;

/// <summary>
/// A file of vectors, read where it lies: NumPy's <c>.npy</c> (two-dimensional, C order, float32, float16, uint8, int32 or int64), the
/// <c>.fvecs</c>, <c>.bvecs</c> and <c>.ivecs</c> of the TEXMEX corpora, in which each vector is preceded by its dimension as an int32, and
/// columns of lists of numbers, all of one length, in Parquet files (<c>.parquet</c>) and Arrow files and streams (<c>.arrow</c>,
/// <c>.arrows</c>, <c>.feather</c>, <c>.ipc</c>).
/// </summary>
/// <remarks>
/// <para>Nothing is cached; each read goes to the file. Integers beyond 2²⁴ are rounded to the nearest float. A column of a table is decoded
/// once, when it is opened, into a temporary file of 32-bit floats, which disappears when this is disposed; of a Parquet file a row group at a
/// time is in memory, of an Arrow file a record batch.</para>
/// <para>Thread-safety: reads may run together.</para>
/// </remarks>
public abstract class VectorFile : VectorSource
{
    // Large enough that a read costs little beside its bytes, small enough to stay in the second-level cache.
    private const int BufferSize = 1 << 18;

    private readonly SafeFileHandle _file;

    private protected VectorFile(string path, SafeFileHandle file)
    {
        Path = path;
        _file = file;
    }

    /// <summary>Where the file is, as it was opened.</summary>
    public string Path { get; }

    /// <summary>What the elements are in the file.</summary>
    public abstract VectorElementType ElementType { get; }

    /// <summary>Opens a file; the extension says what it is.</summary>
    /// <param name="path">
    /// The file; of a table with several columns of lists <c>file#column</c>, e.g. <c>products.parquet#image_embedding</c>.
    /// </param>
    /// <exception cref="ArgumentException">The extension is none of those that are read.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// The file is not of its kind, is truncated, is in Fortran order, is not two-dimensional, or its elements are of another type; the
    /// table has no such column of lists, or not exactly one where none is named, or its lists are not of one length.
    /// </exception>
    public static VectorFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (TableColumn.IsTable(path))
            return ColumnVectorFile.Decode(path);
        string extension = System.IO.Path.GetExtension(path).ToLowerInvariant();
        if (extension is not (".npy" or ".fvecs" or ".bvecs" or ".ivecs"))
        {
            throw new ArgumentException(
                $"{path}: vectors are read from .npy, .fvecs, .bvecs, .ivecs, .parquet, .arrow and .feather files, not from '{extension}'.", nameof(path));
        }
        SafeFileHandle file = OpenHandle(path);
        try
        {
            return extension switch
            {
                ".npy" => new NpyVectorFile(path, file),
                ".fvecs" => new VecsFile(path, file, VectorElementType.Float32),
                ".bvecs" => new VecsFile(path, file, VectorElementType.UInt8),
                _ => new VecsFile(path, file, VectorElementType.Int32),
            };
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads a row of integers as they are, not as floats.</summary>
    internal void ReadIntegers(long row, Span<long> destination)
    {
        var bytes = new byte[RowSize];
        ReadExactly(_file, Path, OffsetOf(row), bytes);
        // What stands before the elements of a row is as long as the row is longer than they are.
        Elements.ToInt64(ElementType, bytes.AsSpan(RowSize - Dimension * Elements.Size(ElementType)), destination);
    }

    internal static SafeFileHandle OpenHandle(string path)
    {
        if (!BitConverter.IsLittleEndian)
            throw new PlatformNotSupportedException("Vector files are little-endian, and so must be the machine that reads them.");
        return File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read);
    }

    /// <summary>Fills the span from the file or says that the file ended.</summary>
    internal static void ReadExactly(SafeFileHandle file, string path, long offset, Span<byte> destination)
    {
        while (!destination.IsEmpty)
        {
            int read = RandomAccess.Read(file, destination, offset);
            if (read == 0)
            {
                throw new InvalidDataException(
                    $"{path} ends at byte {offset}, before {destination.Length} bytes that it should still have.");
            }
            destination = destination[read..];
            offset += read;
        }
    }

    /// <summary>Where a row starts in the file, its own header included.</summary>
    private protected abstract long OffsetOf(long row);

    /// <summary>Bytes of a row in the file, its own header included.</summary>
    private protected abstract int RowSize { get; }

    /// <summary>Turns whole rows of the file into floats.</summary>
    private protected abstract void Decode(long firstRow, ReadOnlySpan<byte> rows, Span<float> destination);

    private protected override void ReadRowsCore(long start, int count, Span<float> destination)
    {
        int rowsPerBlock = Math.Max(1, BufferSize / RowSize);
        byte[] buffer = ArrayPool<byte>.Shared.Rent(Math.Min(count, rowsPerBlock) * RowSize);
        try
        {
            for (int done = 0; done < count; done += rowsPerBlock)
            {
                int rows = Math.Min(rowsPerBlock, count - done);
                Span<byte> bytes = buffer.AsSpan(0, rows * RowSize);
                ReadExactly(_file, Path, OffsetOf(start + done), bytes);
                Decode(start + done, bytes, destination.Slice(done * Dimension, rows * Dimension));
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private protected override void DisposeCore() => _file.Dispose();
}
