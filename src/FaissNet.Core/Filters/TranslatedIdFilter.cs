using FaissNet.Storage;

namespace FaissNet;

/// <summary>Shows the positions inside to a filter over the ids outside. FAISS: <c>IDSelectorTranslated</c>.</summary>
internal sealed class TranslatedIdFilter(IdFilter outside, AlignedBuffer<long> ids) : IdFilter
{
    public override bool Contains(long id) => outside.Contains(ids[id]);
}
