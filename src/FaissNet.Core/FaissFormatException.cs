namespace FaissNet;

/// <summary>A file is not a FAISS index, is damaged, or contradicts itself.</summary>
public sealed class FaissFormatException : IOException
{
    /// <summary>An exception with a sentence that says what is wrong with the file.</summary>
    public FaissFormatException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a sentence and the exception behind it.</summary>
    public FaissFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
