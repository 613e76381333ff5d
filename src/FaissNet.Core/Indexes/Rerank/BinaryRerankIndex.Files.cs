using FaissNet.Serialization;
using FaissNet.Storage;

namespace FaissNet;

/// <content>Files, copies and settings.</content>
public sealed partial class BinaryRerankIndex
{
    /// <summary>Reads sign codes from a file and puts vectors of the caller behind them again; <see cref="KFactor"/> is not in the file.</summary>
    /// <param name="path">A file that such an index has saved, or any file of sign codes.</param>
    /// <param name="source">The vectors.</param>
    /// <param name="metric">How candidates are ranked.</param>
    /// <param name="options">Mapping, cancellation.</param>
    /// <returns>The index; the caller disposes it.</returns>
    /// <exception cref="ArgumentException">The file holds another index than one of sign codes, or the dimension of the source is another.</exception>
    /// <inheritdoc cref="VectorIndex.Load(string, CancellationToken)" path="/exception"/>
    public static BinaryRerankIndex Load(string path, IVectorSource source, Metric metric = Metric.L2, LoadOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(source);
        VectorIndex signs = VectorIndex.Load(path, options ?? new LoadOptions());
        try
        {
            var index = new BinaryRerankIndex(signs, source, metric) { QualityCard = signs.QualityCard };
            ((IMappable)index).File = ((IMappable)signs).File?.Share();
            return index;
        }
        catch
        {
            signs.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    internal override IndexOperations Operations
    {
        get
        {
            const IndexOperations always =
                IndexOperations.RangeSearch | IndexOperations.Filter | IndexOperations.Reconstruct | IndexOperations.SearchAndReconstruct
                | IndexOperations.Update | IndexOperations.Save | IndexOperations.Clone;
            const IndexOperations renumbering = IndexOperations.Remove | IndexOperations.Merge;
            IndexOperations mapped = (Base.Operations | (RefineStore?.Operations ?? IndexOperations.None)) & IndexOperations.MemoryMap;
            if (RefineStore is not null)
                return always | renumbering | IndexOperations.Codec | mapped;
            return always | mapped | (Base.Operations & IndexOperations.Codec)
                | (Base.StoresIds ? renumbering | IndexOperations.AddWithIds : IndexOperations.None);
        }
    }

    /// <inheritdoc/>
    internal override IEnumerable<string> ParameterNames => ["k_factor_rf"];

    private protected override bool SetParameterCore(string name, double value, bool apply)
    {
        if (name != "k_factor_rf")
            return false;
        int factor = ParameterText.Whole(name, value, 1, (int)MaxKFactor);
        KFactor = apply ? factor : KFactor;
        return true;
    }

    private protected override void SaveCore(Stream stream, BuildOptions options)
    {
        if (RefineStore is null)
            IndexFileWriter.Write(stream, Base, QualityCard, options);
        else
            base.SaveCore(stream, options);
    }

    private protected override VectorIndex CloneCore(BuildOptions options)
        => RefineStore is null ? new BinaryRerankIndex(Base.Clone(options), Source!, Metric) : base.CloneCore(options);

    private protected override void CopySettings(VectorIndex copy) => ((BinaryRerankIndex)copy).KFactor = KFactor;

    private protected override void ShrinkCore()
    {
        Base.ShrinkInner();
        RefineStore?.ShrinkInner();
    }
}
