namespace FaissNet.Threading;

/// <summary>Keeps what one thread at a time works with between calls, so that warm calls allocate none. Safe for concurrent use.</summary>
internal class IdlePool<T> : IDisposable
    where T : class, IDisposable
{
    private readonly Stack<T> _idle = new(Environment.ProcessorCount);
    private bool _disposed;

    /// <summary>One that nobody uses, or null when the caller has to make one.</summary>
    public T? TryRent()
    {
        lock (_idle)
            return _idle.TryPop(out T? item) ? item : null;
    }

    public void Return(T item)
    {
        lock (_idle)
        {
            if (!_disposed && _idle.Count < Environment.ProcessorCount)
            {
                _idle.Push(item);
                return;
            }
        }
        item.Dispose();
    }

    /// <summary>Forgets those that were made for a state that is no more.</summary>
    public void Clear()
    {
        lock (_idle)
        {
            while (_idle.TryPop(out T? item))
                item.Dispose();
        }
    }

    public void Dispose()
    {
        lock (_idle)
            _disposed = true;
        Clear();
    }
}
