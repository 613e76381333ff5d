using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;

namespace Bindgen;

/// <summary>Runs the compiler for its own syntax tree, so that nothing here has to parse C.</summary>
internal static class Clang
{
    private static readonly string[] s_names = ["clang-14", "clang"];

    // The comments become part of the tree.
    private static readonly string[] s_arguments =
        ["-x", "c", "-std=c99", "-Xclang", "-ast-dump=json", "-fsyntax-only", "-fparse-all-comments"];

    public static JsonDocument ParseHeader(string path)
    {
        foreach (string name in s_names)
        {
            if (TryStart(name, path) is not { } process)
                continue;
            using (process)
                return ReadTree(process, name);
        }
        throw new BindgenException(
            $"The bindings are generated from the compiler's syntax tree, but neither {string.Join(" nor ", s_names)} is on the path. "
            + "On Debian: apt-get install clang-14.");
    }

    private static JsonDocument ReadTree(Process process, string name)
    {
        Task<string> errors = process.StandardError.ReadToEndAsync();
        using var tree = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(tree);
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new BindgenException($"{name} failed with exit code {process.ExitCode}:{Environment.NewLine}{errors.Result}");
        tree.Position = 0;
        // The system's headers nest types deeper than JSON is allowed to by default.
        return JsonDocument.Parse(tree, new JsonDocumentOptions { MaxDepth = 512 });
    }

    private static Process? TryStart(string name, string path)
    {
        var start = new ProcessStartInfo(name, [.. s_arguments, path]) { RedirectStandardOutput = true, RedirectStandardError = true };
        try
        {
            return Process.Start(start);
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
