using FaissNet.Evaluation;

namespace FaissNet.Cli.Tests;

/// <summary>A folder with vectors in it, gone after the test.</summary>
public sealed class Workspace : IDisposable
{
    public const int Dimension = 16;
    public const int BaseCount = 1000;
    public const int QueryCount = 20;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("faissnet-");

    public Workspace()
    {
        BaseVectors = Random(BaseCount, seed: 1);
        // Near the stored vectors 0, 1, 2, …, so that the nearest neighbour of query q is vector q.
        float[] noise = Random(QueryCount, seed: 2);
        Queries = [.. noise.Select((value, i) => BaseVectors[i] + 0.02f * value)];
        NpyWriter.Write<float>(this["base.npy"], BaseVectors, Dimension);
        NpyWriter.Write<float>(this["queries.npy"], Queries, Dimension);
    }

    public float[] BaseVectors { get; }

    public float[] Queries { get; }

    public string this[string name] => Path.Combine(_folder.FullName, name);

    public string[] Files => [.. _folder.GetFiles().Select(file => file.Name).Order()];

    public void Dispose() => _folder.Delete(recursive: true);

    private static float[] Random(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count * Dimension).Select(_ => random.NextSingle() - 0.5f)];
    }
}
