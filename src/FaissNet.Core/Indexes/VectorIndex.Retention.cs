namespace FaissNet;

public abstract partial class VectorIndex
{
    private RetainedOptions? _retained;

    /// <summary>Puts the depth that <see cref="SearchOptions.TargetRetention"/> needs in its place.</summary>
    private SearchOptions Retained(SearchOptions options, int k)
    {
        if (options.TargetRetention is not { } target)
            return options;
        // Whoever searches again with the same options object allocates nothing.
        RetainedOptions? last = _retained;
        if (last is not null && last.K == k && ReferenceEquals(last.Given, options) && ReferenceEquals(last.Card, QualityCard))
            return last.Options;
        RetentionSteps steps = (QualityCard is { } card ? RetentionSteps.Read(card) : null) ?? throw new InvalidOperationException(
            $"{nameof(SearchOptions.TargetRetention)} takes an index that was calibrated, and this one has no calibration in its quality card.");
        last = new RetainedOptions(options, k, QualityCard, steps.OptionsFor(target, k, options));
        _retained = last;
        return last.Options;
    }

    private sealed record RetainedOptions(SearchOptions Given, int K, string? Card, SearchOptions Options);
}
