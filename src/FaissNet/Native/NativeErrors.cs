using FaissSharp;

namespace FaissNet.Native;

/// <summary>
/// Turns what native FAISS refuses into the exceptions that <see cref="VectorIndex"/> and <see cref="BinaryIndex"/> promise.
/// </summary>
internal static class NativeErrors
{
    public static Exception Translate(FaissException error, string? parameter = null, CancellationToken cancellationToken = default) => error switch
    {
        FaissInterruptedException => new OperationCanceledException(error.Message, error, cancellationToken),
        FaissInvalidArgumentException => new ArgumentException(error.Message, parameter, error),
        FaissNotTrainedException => new InvalidOperationException(error.Message, error),
        FaissOutOfMemoryException => new OutOfMemoryException(error.Message, error),
        FaissIOException => new IOException(error.Message, error),
        FaissUnsupportedException => new NotSupportedException(error.Message, error),
        _ => new InvalidOperationException($"Native FAISS: {error.Message}", error),
    };

    /// <summary>What FAISS itself refuses in a training or a merge is the data that it was given.</summary>
    public static Exception TranslateInput(FaissException error, string parameter, CancellationToken cancellationToken = default)
        => error.Status == faissnet_status.FAISSNET_FAISS_ERROR
            ? new ArgumentException($"Native FAISS: {error.Message}", parameter, error)
            : Translate(error, parameter, cancellationToken);

    /// <summary>The file has passed the C# checks, so what FAISS refuses is a type that this release does not know.</summary>
    public static Exception TranslateLoad(FaissException error, string path) => error switch
    {
        FaissOutOfMemoryException => Translate(error),
        FaissIOException => new FaissFormatException($"Native FAISS cannot read {path}: {error.Message}", error),
        _ => new NotSupportedException($"FAISS {FaissRuntime.NativeVersion} does not read {path}: {error.Message}", error),
    };
}
