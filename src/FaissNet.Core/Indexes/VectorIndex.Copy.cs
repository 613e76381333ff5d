using FaissNet.Serialization;
using FaissNet.Storage;

namespace FaissNet;

public abstract partial class VectorIndex
{
    /// <summary>
    /// Makes an independent copy, with all vectors and settings, in memory even where this index is mapped to a file. It passes through the form
    /// of a file, which is freed as it is read. FAISS: <c>clone_index</c>.
    /// </summary>
    /// <param name="options">Progress and cancellation.</param>
    /// <returns>The copy; the caller disposes it.</returns>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public VectorIndex Clone(BuildOptions? options = null)
    {
        CheckUse();
        options ??= BuildOptions.Default;
        VectorIndex copy = CloneCore(options);
        try
        {
            CheckUsed();
            CopySettings(copy);
            copy.QualityCard = QualityCard;
            return copy;
        }
        catch
        {
            copy.Dispose();
            throw;
        }
    }

    /// <summary>Gives back memory that growing has taken beyond what the vectors need.</summary>
    public void Shrink()
    {
        CheckChange();
        ShrinkCore();
    }

    internal void ShrinkInner() => ShrinkCore();

    internal void CopySettingsInner(VectorIndex copy) => CopySettings(copy);

    private protected virtual VectorIndex CloneCore(BuildOptions options)
    {
        using var file = new TransferStream();
        IndexTrailer trailer = IndexFileWriter.WriteApart(file, this, options);
        return IndexFileReader.Load<VectorIndex>(file, trailer, binary: false, options.CancellationToken);
    }

    /// <summary>Sets on a copy of this index what files do not hold.</summary>
    private protected virtual void CopySettings(VectorIndex copy)
    {
    }

    /// <summary>To be overridden where buffers may have grown beyond their content.</summary>
    private protected virtual void ShrinkCore()
    {
    }
}
