namespace FaissNet;

/// <summary>Keeps an index's scanners between searches, so that a warm search allocates none. Safe for concurrent use.</summary>
internal sealed class ScannerPool : IDisposable
{
    private readonly Stack<CodeScanner> _idle = new(Environment.ProcessorCount);
    private bool _disposed;

    /// <summary>A scanner that nobody uses, or null when the caller has to make one.</summary>
    public CodeScanner? TryRent()
    {
        lock (_idle)
            return _idle.TryPop(out CodeScanner? scanner) ? scanner : null;
    }

    public void Return(CodeScanner scanner)
    {
        lock (_idle)
        {
            if (!_disposed && _idle.Count < Environment.ProcessorCount)
            {
                _idle.Push(scanner);
                return;
            }
        }
        scanner.Dispose();
    }

    /// <summary>Forgets scanners that were made for a state of training that is no more.</summary>
    public void Clear()
    {
        lock (_idle)
        {
            while (_idle.TryPop(out CodeScanner? scanner))
                scanner.Dispose();
        }
    }

    public void Dispose()
    {
        lock (_idle)
            _disposed = true;
        Clear();
    }
}
