namespace FaissNet;

internal sealed class AndIdFilter(IdFilter left, IdFilter right) : IdFilter
{
    public IdFilter Left { get; } = left ?? throw new ArgumentNullException(nameof(left));

    public IdFilter Right { get; } = right ?? throw new ArgumentNullException(nameof(right));

    public override bool Contains(long id) => Left.Contains(id) && Right.Contains(id);
}

internal sealed class OrIdFilter(IdFilter left, IdFilter right) : IdFilter
{
    public IdFilter Left { get; } = left ?? throw new ArgumentNullException(nameof(left));

    public IdFilter Right { get; } = right ?? throw new ArgumentNullException(nameof(right));

    public override bool Contains(long id) => Left.Contains(id) || Right.Contains(id);
}

internal sealed class NotIdFilter(IdFilter inner) : IdFilter
{
    public IdFilter Inner { get; } = inner ?? throw new ArgumentNullException(nameof(inner));

    public override bool Contains(long id) => !Inner.Contains(id);
}
