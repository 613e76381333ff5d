using System.Diagnostics;

namespace FaissNet.Tests.Interop;

/// <summary>FAISS as others install it: the first Python on the path that has it.</summary>
internal static class PythonFaiss
{
    /// <summary>Reads an index and searches it: INDEX QUERIES DIMENSION K, then where to write distances and ids.</summary>
    private const string Script = """
        import sys
        import numpy as np
        import faiss
        index = faiss.read_index(sys.argv[1])
        queries = np.fromfile(sys.argv[2], 'float32').reshape(-1, int(sys.argv[3]))
        distances, ids = index.search(queries, int(sys.argv[4]))
        distances.astype('float32').tofile(sys.argv[5])
        ids.astype('int64').tofile(sys.argv[6])
        print(faiss.__version__, index.ntotal)
        """;

    private static readonly Lazy<string?> s_python = new(Find);

    /// <summary>Skips the test where there is none; fails it under continuous integration, where there must be.</summary>
    public static string Require()
    {
        if (s_python.Value is { } python)
            return python;
        const string Missing = "No python3 on the path has faiss, so that no file is read by it; on Debian: apt-get install python3-faiss.";
        if (Environment.GetEnvironmentVariable("CI") == "true")
            Assert.Fail(Missing);
        Assert.Skip(Missing);
        return "";
    }

    /// <summary>Lets FAISS read an index and search it.</summary>
    /// <returns>Its version, the number of vectors that it found, and its answers.</returns>
    public static (string Version, long Count, float[] Distances, long[] Ids) Search(string indexPath, float[] queries, int dimension, int k)
    {
        using TemporaryFile asked = new(), distances = new(), ids = new();
        File.WriteAllBytes(asked.Path, [.. queries.SelectMany(BitConverter.GetBytes)]);
        (int exitCode, string output, string errors) = Run(
            Require(), "-c", Script, indexPath, asked.Path, $"{dimension}", $"{k}", distances.Path, ids.Path);
        Assert.True(exitCode == 0, errors);
        string[] words = output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        byte[] distanceBytes = File.ReadAllBytes(distances.Path), idBytes = File.ReadAllBytes(ids.Path);
        var foundDistances = new float[distanceBytes.Length / sizeof(float)];
        var foundIds = new long[idBytes.Length / sizeof(long)];
        Buffer.BlockCopy(distanceBytes, 0, foundDistances, 0, distanceBytes.Length);
        Buffer.BlockCopy(idBytes, 0, foundIds, 0, idBytes.Length);
        return (words[0], long.Parse(words[1]), foundDistances, foundIds);
    }

    private static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Append("/usr/bin")
        .Select(folder => Path.Combine(folder, "python3"))
        .Where(File.Exists)
        .FirstOrDefault(python => Run(python, "-c", "import faiss, numpy").ExitCode == 0);

    private static (int ExitCode, string Output, string Errors) Run(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output, errors.Result);
    }
}
