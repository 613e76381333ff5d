using FaissNet.Storage;
using FaissSharp;

namespace FaissNet.Native;

internal sealed partial class NativeVectorIndex
{
    private static readonly string[] s_parameters =
        ["nprobe", "max_codes", "ht", "k_factor", "k_factor_rf", "efSearch", "efConstruction", "quantizer_ and one of these"];

    /// <summary>Which of these an index has, only FAISS knows.</summary>
    internal override IEnumerable<string> ParameterNames => s_parameters;

    private protected override VectorIndex CloneCore(BuildOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        try
        {
            return new NativeVectorIndex(_handle.Clone(), _factory, Metric);
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e);
        }
    }

    /// <summary>Whether FAISS takes a parameter it says only when it is set, so the trial goes to an empty index of the same kind where there is one.</summary>
    private protected override bool SetParameterCore(string name, double value, bool apply)
    {
        if (name == "nprobe" && !(value >= 1 && value <= int.MaxValue))
            throw new ArgumentException($"nprobe is {value}, expected 1 to {int.MaxValue}.", "parameters");
        if (!apply)
        {
            string plain = name.StartsWith("quantizer_", StringComparison.Ordinal) ? name["quantizer_".Length..] : name;
            return s_parameters.AsSpan(0, s_parameters.Length - 1).Contains(plain);
        }
        try
        {
            _handle.SetParameter(name, (float)value);
            return true;
        }
        catch (FaissException e)
        {
            throw NativeErrors.TranslateInput(e, "parameters");
        }
    }

    /// <summary>Also where an id map has no table of positions: FAISS looks for the ids then.</summary>
    private protected override void SearchAndReconstructCore(
        Rows<float> queries, Rows<float> distances, Rows<long> ids, Rows<float> vectors, SearchOptions options)
    {
        SearchCore(queries, distances, ids, options);
        try
        {
            for (long i = 0; i < vectors.Count; i++)
            {
                long id = ids[i / ids.Width][(int)(i % ids.Width)];
                if (id >= 0)
                    _handle.Reconstruct(id, vectors[i]);
            }
        }
        catch (FaissException e)
        {
            throw NativeErrors.Translate(e);
        }
    }

    /// <summary>What can fail, arguments and types, has been checked when the first vector goes.</summary>
    private protected override long UpdateCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
    {
        if (!SupportsIds)
            throw new NotSupportedException($"{Description} cannot replace vectors.");
        if (ids.IsEmpty)
            return 0;
        long removed = RemoveCore(IdFilter.Of(ids.AsSpan()));
        AddCore(vectors, ids, options with { CancellationToken = CancellationToken.None });
        return removed;
    }
}
