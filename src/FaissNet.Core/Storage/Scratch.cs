namespace FaissNet.Storage;

/// <summary>
/// Memory that a method needs for its own run. It comes from a pool of the thread and goes back to it, so that a warm search allocates nothing.
/// The content is undefined. Dispose on the thread that rented; other threads may use the rows until then.
/// </summary>
internal readonly unsafe ref struct Scratch<T> : IDisposable
    where T : unmanaged
{
    /// <summary>Buffers beyond this are given back to the system rather than kept with the thread.</summary>
    private const long LargestKeptBytes = 16L << 20;

    private const int MostKept = 8;

    [ThreadStatic]
    private static Stack<AlignedBuffer<T>>? t_pool;

    private readonly AlignedBuffer<T> _buffer;

    /// <summary>Rents <paramref name="rows"/> × <paramref name="width"/> elements.</summary>
    public Scratch(long rows, int width)
    {
        Stack<AlignedBuffer<T>> pool = t_pool ??= new Stack<AlignedBuffer<T>>(MostKept);
        _buffer = pool.TryPop(out AlignedBuffer<T>? kept) ? kept : new AlignedBuffer<T>();
        // At least one element, so that the pointer is never null: a null pointer means "no ids" to AddCore.
        _buffer.EnsureCapacity(Math.Max(1, checked(rows * width)));
        Rows = new Rows<T>(_buffer.Pointer, rows, width);
    }

    /// <summary>The rented elements.</summary>
    public Rows<T> Rows { get; }

    public T* Pointer => Rows.Pointer;

    public void Dispose()
    {
        if (_buffer.Capacity * sizeof(T) > LargestKeptBytes || t_pool!.Count >= MostKept)
            _buffer.Dispose();
        else
            t_pool.Push(_buffer);
    }
}
