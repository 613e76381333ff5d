namespace FaissSharp;

/// <summary>The native library refused; the message is its own.</summary>
public class FaissException : Exception
{
    internal FaissException(faissnet_status status, string message)
        : base(message)
        => Status = status;

    /// <summary>The status that the native function returned.</summary>
    public faissnet_status Status { get; }
}

/// <summary>An argument is null, negative, of the wrong size or otherwise not accepted.</summary>
public sealed class FaissInvalidArgumentException : FaissException
{
    internal FaissInvalidArgumentException(string message)
        : base(faissnet_status.FAISSNET_INVALID_ARGUMENT, message)
    {
    }
}

/// <summary>The index must be trained before it can do this.</summary>
public sealed class FaissNotTrainedException : FaissException
{
    internal FaissNotTrainedException(string message)
        : base(faissnet_status.FAISSNET_NOT_TRAINED, message)
    {
    }
}

/// <summary>The native library could not allocate memory.</summary>
public sealed class FaissOutOfMemoryException : FaissException
{
    internal FaissOutOfMemoryException(string message)
        : base(faissnet_status.FAISSNET_OUT_OF_MEMORY, message)
    {
    }
}

/// <summary>A file could not be opened, read or written, or is not a complete index file.</summary>
public sealed class FaissIOException : FaissException
{
    internal FaissIOException(string message)
        : base(faissnet_status.FAISSNET_IO, message)
    {
    }
}

/// <summary>This kind of index, or this release of FAISS, cannot do this.</summary>
public sealed class FaissUnsupportedException : FaissException
{
    internal FaissUnsupportedException(string message)
        : base(faissnet_status.FAISSNET_UNSUPPORTED, message)
    {
    }
}

/// <summary>A <see cref="FaissInterrupt"/> stopped the native library.</summary>
public sealed class FaissInterruptedException : FaissException
{
    internal FaissInterruptedException(string message)
        : base(faissnet_status.FAISSNET_INTERRUPTED, message)
    {
    }
}
