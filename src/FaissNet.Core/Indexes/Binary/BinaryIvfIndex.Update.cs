using FaissNet.Storage;

namespace FaissNet;

/// <content>Replacing vectors, and settings.</content>
public sealed partial class BinaryIvfIndex
{
    /// <inheritdoc/>
    internal override IEnumerable<string> ParameterNames
        => _coarse.ParameterNames.Select(static name => ParameterText.QuantizerPrefix + name).Prepend("max_codes").Prepend("nprobe");

    private protected override bool SetParameterCore(string name, double value, bool apply)
    {
        if (name.StartsWith(ParameterText.QuantizerPrefix, StringComparison.Ordinal))
            return _coarse.SetParameterInner(name[ParameterText.QuantizerPrefix.Length..], value, apply);
        switch (name)
        {
            case "nprobe":
                int nProbe = ParameterText.Whole(name, value, 1);
                NProbe = apply ? nProbe : NProbe;
                return true;
            case "max_codes":
                // Infinity stands for no limit, as in FAISS.
                int maxCodes = double.IsPositiveInfinity(value) ? 0 : ParameterText.Whole(name, value, 0);
                MaxCodes = apply ? maxCodes : MaxCodes;
                return true;
            default:
                return false;
        }
    }

    private protected override void CopySettings(BinaryIndex copy)
    {
        var other = (BinaryIvfIndex)copy;
        other.MaxCodes = MaxCodes;
        _coarse.CopySettingsInner(other._coarse);
    }

    private protected override long UpdateCore(Rows<byte> vectors, Rows<long> ids, BuildOptions options)
    {
        if (DirectMap.Type == DirectMapType.Array)
            throw new NotSupportedException("The index has an array as direct map, which numbers vectors from 0 on and cannot take ids.");
        // What will go is marked first; then comes what can fail; taking out cannot.
        IdFilter?[] marked = ListEditing.Mark(Lists, IdFilter.Of(ids.AsSpan()));
        AddCore(vectors, ids, options);
        long removed = ListEditing.RemoveMarked(Lists, DirectMap, marked);
        _count -= removed;
        if (DirectMap.Type == DirectMapType.HashTable)
            DirectMap = ListEditing.TableOf(Lists);
        return removed;
    }
}
