using System.Runtime.InteropServices;

namespace FaissNet.Storage;

/// <summary>
/// A growable array in native memory: 64-byte aligned, so that a vector load never splits a cache line, and not bound to 2³¹ elements.
/// The memory is freed by <see cref="Dispose"/> or, when that is forgotten, by the finalizer. Not safe for concurrent changes.
/// </summary>
internal sealed unsafe class AlignedBuffer<T> : IDisposable
    where T : unmanaged
{
    /// <summary>Bytes behind the last element that may be read (never written) by a kernel that loads whole vectors.</summary>
    public const int Slack = 64;

    private const nuint Alignment = 64;

    private T* _pointer;

    /// <summary>What the system has allocated; <see cref="_pointer"/> is the next aligned place in it.</summary>
    private byte* _allocated;

    public AlignedBuffer()
    {
    }

    /// <summary>A buffer of <paramref name="count"/> zero elements.</summary>
    public AlignedBuffer(long count)
    {
        Resize(count);
    }

    ~AlignedBuffer() => Free();

    /// <summary>The first element; changes whenever the buffer grows. Null while nothing is allocated.</summary>
    public T* Pointer => _pointer;

    public long Count { get; private set; }

    public long Capacity { get; private set; }

    public ref T this[long index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)Count, nameof(index));
            return ref _pointer[index];
        }
    }

    public Span<T> Slice(long start, int length)
    {
        if (start < 0 || length < 0 || start > Count - length)
            throw new ArgumentOutOfRangeException(nameof(start));
        return new Span<T>(_pointer + start, length);
    }

    /// <summary>The content as rows of <paramref name="width"/> elements.</summary>
    public Rows<T> AsRows(int width) => new(_pointer, width == 0 ? 0 : Count / width, width);

    /// <summary>Makes room for <paramref name="capacity"/> elements in all, without changing <see cref="Count"/>.</summary>
    public void EnsureCapacity(long capacity)
    {
        if (capacity > Capacity)
            Reallocate(Math.Max(capacity, Capacity + Capacity / 2));
    }

    /// <summary>Sets the number of elements; new ones are zero.</summary>
    public void Resize(long count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        long old = Count;
        // The first sizing is exact: most buffers are sized once, and a spare half would be memory that nobody uses.
        if (count > Capacity)
            Reallocate(Capacity == 0 ? count : Math.Max(count, Capacity + Capacity / 2));
        Count = count;
        if (count > old)
            NativeMemory.Clear(_pointer + old, checked((nuint)(count - old) * (nuint)sizeof(T)));
    }

    public void Append(ReadOnlySpan<T> items)
    {
        EnsureCapacity(Count + items.Length);
        items.CopyTo(new Span<T>(_pointer + Count, items.Length));
        Count += items.Length;
    }

    public void Append(Rows<T> rows)
    {
        long length = rows.Count * rows.Width;
        EnsureCapacity(Count + length);
        NativeMemory.Copy(rows.Pointer, _pointer + Count, checked((nuint)length * (nuint)sizeof(T)));
        Count += length;
    }

    /// <summary>Moves elements inside the buffer; source and destination may overlap.</summary>
    public void Move(long from, long to, long length)
    {
        if (from < 0 || to < 0 || length < 0 || from > Count - length || to > Count - length)
            throw new ArgumentOutOfRangeException(nameof(from));
        Buffer.MemoryCopy(_pointer + from, _pointer + to, (Count - to) * sizeof(T), length * sizeof(T));
    }

    public void Clear() => Count = 0;

    /// <summary>Gives back what growth has allocated beyond <see cref="Count"/>.</summary>
    public void TrimExcess() => TrimExcess(Count);

    /// <summary>Gives back what has been allocated beyond <paramref name="capacity"/> elements, which are no fewer than <see cref="Count"/>.</summary>
    public void TrimExcess(long capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, Count);
        if (capacity == 0)
            Free();
        else if (Capacity > capacity)
            Reallocate(capacity);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Reallocate(long capacity)
    {
        nuint bytes = checked((nuint)capacity * (nuint)sizeof(T) + Slack);
        nuint offset = (nuint)((byte*)_pointer - _allocated);
        // Not AlignedRealloc, which copies: the system can grow a large block by moving pages, so that it never exists twice.
        var allocated = (byte*)NativeMemory.Realloc(_allocated, checked(bytes + Alignment));
        byte* pointer = (byte*)(((nuint)allocated + Alignment - 1) & ~(Alignment - 1));
        // All of the old capacity: there are tables that keep count themselves.
        if (Capacity > 0 && (nuint)(pointer - allocated) != offset)
            NativeMemory.Copy(allocated + offset, pointer, (nuint)Math.Min(Capacity, capacity) * (nuint)sizeof(T));
        NativeUsage.Note(bytes);
        _allocated = allocated;
        _pointer = (T*)pointer;
        // The slack may be loaded by kernels, so it must hold numbers that cannot trap or slow them down.
        NativeMemory.Clear((byte*)_pointer + bytes - Slack, Slack);
        Capacity = capacity;
    }

    private void Free()
    {
        NativeMemory.Free(_allocated);
        _allocated = null;
        _pointer = null;
        Count = 0;
        Capacity = 0;
    }
}
