namespace FaissNet;

internal sealed class PredicateIdFilter(Func<long, bool> predicate) : IdFilter
{
    public override bool Contains(long id) => predicate(id);
}
