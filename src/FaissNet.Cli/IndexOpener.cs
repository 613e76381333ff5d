namespace FaissNet.Cli;

/// <summary>Makes indexes for the commands, and tells a wrong call from a failure.</summary>
internal static class IndexOpener
{
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
}
