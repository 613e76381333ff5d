using System.CommandLine;
using FaissNet.Evaluation;

namespace FaissNet.Cli;

/// <summary><c>--queries</c> of commands that train: samples of queries, one file for each modality, named where there are several.</summary>
internal static class QuerySamples
{
    public static Option<string[]> Create() => new("--queries")
    {
        Description = "Queries like those that will come, for indexes that learn from them (Modality, QueryAware, Hub); "
            + "with names where there are several kinds: text=texts.npy audio=audio.npy.",
        HelpName = "file...",
        AllowMultipleArgumentsPerToken = true,
    };

    /// <summary>Reads the files; each is checked against the dimension of the vectors to be stored.</summary>
    public static QuerySample[] Read(string[]? files, VectorFile vectors) => [.. (files ?? []).Select(file => Read(file, vectors))];

    private static QuerySample Read(string argument, VectorFile vectors)
    {
        // A file name may hold "=", a name of a modality before it may not hold a folder.
        int equals = argument.IndexOf('=', StringComparison.Ordinal);
        bool isNamed = equals > 0 && !File.Exists(argument) && argument.AsSpan(0, equals).IndexOfAny('/', '\\', '.') < 0;
        using VectorFile queries = VectorFile.Open(isNamed ? argument[(equals + 1)..] : argument);
        Options.RequireDimensionOf(vectors, queries);
        float[] sample = queries.TrainingSample();
        return isNamed ? new QuerySample(sample, argument[..equals]) : new QuerySample(sample);
    }
}
