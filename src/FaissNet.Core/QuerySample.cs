namespace FaissNet;

/// <summary>Queries like those that will come, for what learns from queries: given with <see cref="BuildOptions.Queries"/>.</summary>
/// <param name="Vectors">n × d, row-major, of the index's dimension. Not copied.</param>
/// <param name="Modality">
/// What the queries are, e.g. <c>text</c>; a search names it in <see cref="SearchOptions.QueryModality"/>. Samples of one index have different
/// names.
/// </param>
public sealed record QuerySample(ReadOnlyMemory<float> Vectors, string Modality = QuerySample.DefaultModality)
{
    /// <summary>The name of queries of one kind only.</summary>
    public const string DefaultModality = "query";
}
