using System.Collections.Frozen;

namespace FaissNet;

internal sealed class SetIdFilter : IdFilter
{
    public SetIdFilter(ReadOnlySpan<long> ids) => Ids = ids.ToArray().ToFrozenSet();

    public FrozenSet<long> Ids { get; }

    public override bool Contains(long id) => Ids.Contains(id);
}
