using FaissNet.Serialization;
using FaissNet.Storage;

namespace FaissNet;

public abstract partial class BinaryIndex
{
    /// <inheritdoc cref="VectorIndex.Clone"/>
    public BinaryIndex Clone(BuildOptions? options = null)
    {
        CheckUse();
        BinaryIndex copy = CloneCore(options ?? BuildOptions.Default);
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

    /// <inheritdoc cref="VectorIndex.Shrink"/>
    public void Shrink()
    {
        CheckChange();
        ShrinkCore();
    }

    /// <summary>What this index can do; a type that can do more or less than most overrides it.</summary>
    internal virtual IndexOperations Operations
        => (IndexOperations.Usual & ~IndexOperations.Codec) | (SupportsIds ? IndexOperations.AddWithIds : IndexOperations.None);

    private protected virtual BinaryIndex CloneCore(BuildOptions options)
    {
        using var file = new TransferStream();
        SaveCore(file, options);
        return IndexFileReader.Load<BinaryIndex>(file, binary: true, options.CancellationToken);
    }

    /// <inheritdoc cref="VectorIndex.CopySettings"/>
    private protected virtual void CopySettings(BinaryIndex copy)
    {
    }

    /// <summary>To be overridden where buffers may have grown beyond their content.</summary>
    private protected virtual void ShrinkCore()
    {
    }
}
