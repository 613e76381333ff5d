// Writes the C# declarations of native/include/faissnet.h into src/FaissSharp/Generated.
// usage: dotnet run --project build/bindgen [-- --check]
//   --check   writes nothing and fails when a committed file differs from what would be written
using Bindgen;

if (args is not ([] or ["--check"]))
{
    Console.Error.WriteLine("usage: bindgen [--check]");
    return 2;
}

try
{
    string root = Repository.FindRoot();
    Header header = HeaderReader.Read(Clang.ParseHeader(Path.Combine(root, "native", "include", "faissnet.h")));
    IReadOnlyList<GeneratedFile> files = Generator.Generate(header);
    string folder = Path.Combine(root, "src", "FaissSharp", "Generated");
    if (args.Length == 0)
    {
        Output.Write(folder, files);
        Console.WriteLine($"{files.Count} files with {header.Functions.Count} functions written to {Path.GetRelativePath(root, folder)}.");
        return 0;
    }
    if (Output.FindDifference(folder, files) is { } difference)
    {
        Console.Error.WriteLine($"The bindings are not those of faissnet.h: {difference}");
        Console.Error.WriteLine("Run: dotnet run --project build/bindgen");
        return 1;
    }
    Console.WriteLine($"The bindings are up to date: {files.Count} files, {header.Functions.Count} functions.");
    return 0;
}
catch (BindgenException e)
{
    Console.Error.WriteLine(e.Message);
    return 1;
}
