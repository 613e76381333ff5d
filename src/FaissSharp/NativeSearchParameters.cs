namespace FaissSharp;

/// <summary>The native form of <see cref="FaissSearchParameters"/>; holds a reference on the filter until it is disposed.</summary>
internal unsafe ref struct NativeSearchParameters : IDisposable
{
    private readonly FaissIdFilterHandle? _filter;
    private bool _isHeld;

    public NativeSearchParameters(in FaissSearchParameters parameters)
    {
        _filter = parameters.IdFilter;
        _filter?.DangerousAddRef(ref _isHeld);
        Value = new faissnet_search_params
        {
            struct_size = sizeof(faissnet_search_params),
            threads = parameters.Threads,
            nprobe = parameters.NProbe,
            max_codes = parameters.MaxCodes,
            ef_search = parameters.EfSearch,
            k_factor = parameters.KFactor,
            id_filter = _filter?.DangerousGetHandle() ?? 0,
        };
    }

    public readonly faissnet_search_params Value;

    /// <summary>What the search returned; before that, what a predicate of the filter threw.</summary>
    public readonly void Check(int status)
    {
        _filter?.ThrowIfPredicateFailed();
        NativeStatus.Check(status);
    }

    public void Dispose()
    {
        if (_isHeld)
            _filter!.DangerousRelease();
        _isHeld = false;
    }
}
