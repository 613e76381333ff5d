using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace FaissNet.Storage;

/// <summary>
/// A row-major matrix somewhere in memory that does not move: pinned caller's spans or native buffers. Unlike a span it can be captured
/// by a lambda and is not bound to 2³¹ elements. It owns nothing; whoever made it keeps the memory alive.
/// </summary>
/// <param name="pointer">The first element.</param>
/// <param name="count">Number of rows.</param>
/// <param name="width">Elements per row.</param>
[DebuggerDisplay("{Count} × {Width}")]
internal readonly unsafe struct Rows<T>(T* pointer, long count, int width)
    where T : unmanaged
{
    public T* Pointer { get; } = pointer;

    public long Count { get; } = count;

    public int Width { get; } = width;

    public bool IsEmpty => Count == 0;

    /// <summary>One row as a span.</summary>
    public Span<T> this[long row] => new(RowPointer(row), Width);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public T* RowPointer(long row)
    {
        Debug.Assert(row >= 0 && row <= Count, "row out of range");
        return Pointer + row * Width;
    }

    /// <summary>Rows <paramref name="start"/> to <paramref name="start"/> + <paramref name="count"/> of this matrix.</summary>
    public Rows<T> Slice(long start, long count)
    {
        Debug.Assert(start >= 0 && count >= 0 && start + count <= Count, "slice out of range");
        return new Rows<T>(Pointer + start * Width, count, Width);
    }

    /// <summary>All elements as one span; only for matrices below 2³¹ elements.</summary>
    public Span<T> AsSpan() => new(Pointer, checked((int)(Count * Width)));
}
