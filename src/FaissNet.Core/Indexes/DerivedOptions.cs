using System.Runtime.CompilerServices;

namespace FaissNet;

/// <summary>
/// Options that an index hands on in place of those that it was given, made once for each: whoever searches again with the same options object
/// allocates nothing. Safe for concurrent use; keeps no options alive.
/// </summary>
internal sealed class DerivedOptions(Func<SearchOptions, SearchOptions> derive)
{
    private readonly ConditionalWeakTable<SearchOptions, SearchOptions> _derived = [];
    private readonly ConditionalWeakTable<SearchOptions, SearchOptions>.CreateValueCallback _derive = options => derive(options);

    public SearchOptions Get(SearchOptions options) => _derived.GetValue(options, _derive);
}
