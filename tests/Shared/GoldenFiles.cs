using System.Text.Json;

namespace FaissNet.Testing;

/// <summary>The files of tests/golden, found from wherever the tests run inside the repository.</summary>
public static class GoldenFiles
{
    private static readonly Lazy<Dictionary<string, GoldenFile>> s_all = new(() => ReadManifests().ToDictionary(file => file.Key));

    /// <summary>The repository's root: the folder of FaissNet.sln.</summary>
    public static string RepositoryRoot { get; } = FindRoot();

    /// <summary>Every golden file of every version.</summary>
    public static IReadOnlyCollection<GoldenFile> All => s_all.Value.Values;

    /// <summary>One file by <see cref="GoldenFile.Key"/>, e.g. <c>1.15.0/Flat_l2</c>.</summary>
    public static GoldenFile Get(string key) => s_all.Value[key];

    /// <summary>The keys of the files with one of these factory strings, both metrics and all versions: theory data.</summary>
    public static IEnumerable<string> Keys(params string[] factories)
        => All.Where(file => factories.Contains(file.Factory)).Select(file => file.Key);

    private static IEnumerable<GoldenFile> ReadManifests()
    {
        foreach (string folder in Directory.EnumerateDirectories(Path.Combine(RepositoryRoot, "tests", "golden"), "faiss-*"))
        {
            using JsonDocument manifest = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "manifest.json")));
            foreach (JsonElement entry in manifest.RootElement.GetProperty("indexes").EnumerateArray())
            {
                bool isBinary = entry.GetProperty("binary").GetBoolean();
                yield return new GoldenFile(folder, Text(entry, "name"), Text(entry, "spec"), Text(entry, "metric"), isBinary)
                {
                    NProbe = entry.TryGetProperty("nprobe", out JsonElement nprobe) ? nprobe.GetInt32() : null,
                    NoReconstruct = entry.TryGetProperty("no_reconstruct", out JsonElement reason) ? reason.GetString() : null,
                };
            }
        }
    }

    private static string Text(JsonElement entry, string name) => entry.GetProperty(name).GetString()!;

    private static string FindRoot()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FaissNet.sln")))
                return folder.FullName;
        }
        throw new InvalidOperationException($"No FaissNet.sln in or above {AppContext.BaseDirectory}.");
    }
}
