namespace FaissNet;

internal sealed class RangeIdFilter(long start, long end) : IdFilter
{
    public long Start { get; } = start;

    public long End { get; } = end;

    public override bool Contains(long id) => id >= Start && id < End;
}
