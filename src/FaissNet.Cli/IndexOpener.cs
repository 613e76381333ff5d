namespace FaissNet.Cli;

/// <summary>Makes and looks at indexes for the commands, and tells a wrong call from a failure.</summary>
internal static class IndexOpener
{
    private static readonly string[] s_learning = ["Modality,", "QueryAware", "Hub,"];

    /// <summary>An empty index.</summary>
    /// <exception cref="UsageException">The factory string is not one.</exception>
    public static VectorIndex Create(int dimension, string factory, Metric metric, Engine engine)
    {
        try
        {
            return FaissIndex.Create(dimension, factory, metric, engine);
        }
        catch (ArgumentException e)
        {
            throw new UsageException($"--index {factory}: {FaissNetCommand.Sentence(e)}");
        }
    }

    /// <summary>Whether an index must be given queries to train with.</summary>
    public static bool LearnsFromQueries(string factory)
        => s_learning.Any(token => factory.Contains(token, StringComparison.Ordinal));

    /// <summary>What a file holds.</summary>
    public static FaissFileInfo Inspect(string path, CancellationToken cancellationToken)
        => Named(path, () => FaissFile.Inspect(path, cancellationToken));

    /// <summary>Reads a file; where it is damaged, the message says which file.</summary>
    public static T Named<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (FaissFormatException e) when (!e.Message.Contains(path, StringComparison.Ordinal))
        {
            throw new FaissFormatException($"{path}: {e.Message}", e);
        }
    }
}
