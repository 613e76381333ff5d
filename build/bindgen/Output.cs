namespace Bindgen;

/// <summary>Writes the generated files, or tells how those on disk differ.</summary>
internal static class Output
{
    private const string Pattern = "*.g.cs";

    public static void Write(string folder, IReadOnlyList<GeneratedFile> files)
    {
        Directory.CreateDirectory(folder);
        foreach (string path in Leftovers(folder, files))
            File.Delete(path);
        foreach (GeneratedFile file in files)
            File.WriteAllText(Path.Combine(folder, file.Name), file.Text);
    }

    /// <summary>The first difference in words, or null where there is none.</summary>
    public static string? FindDifference(string folder, IReadOnlyList<GeneratedFile> files)
    {
        foreach (GeneratedFile file in files)
        {
            string path = Path.Combine(folder, file.Name);
            if (!File.Exists(path))
                return $"{file.Name} is missing.";
            // A checkout may have turned the line ends.
            string[] actual = File.ReadAllText(path).ReplaceLineEndings("\n").Split('\n');
            string[] expected = file.Text.Split('\n');
            int line = 0;
            while (line < actual.Length && line < expected.Length && actual[line] == expected[line])
                line++;
            if (line < actual.Length || line < expected.Length)
                return $"{file.Name}, line {line + 1}: found \"{At(actual, line)}\", expected \"{At(expected, line)}\".";
        }
        return Leftovers(folder, files).Select(path => $"{Path.GetFileName(path)} is no longer generated.").FirstOrDefault();
    }

    private static IEnumerable<string> Leftovers(string folder, IReadOnlyList<GeneratedFile> files)
        => Directory.Exists(folder)
            ? Directory.GetFiles(folder, Pattern).Where(path => files.All(file => file.Name != Path.GetFileName(path))).Order()
            : [];

    private static string At(string[] lines, int line) => line < lines.Length ? lines[line].Trim() : "(end of file)";
}
