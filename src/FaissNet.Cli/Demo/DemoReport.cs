namespace FaissNet.Cli;

/// <summary>Where the demo's report goes.</summary>
internal static class DemoReport
{
    public const string Name = "faissnet-demo.html";

    /// <summary>Writes it, and where nobody said where and the folder takes nothing, somewhere else: a demo should not fail for that.</summary>
    /// <param name="path">Where it must go; <c>null</c> to choose.</param>
    /// <param name="folder">Where it goes by choice.</param>
    /// <param name="write">Writes to a path.</param>
    /// <returns>Where it went.</returns>
    public static string Place(string? path, string folder, Action<string> write)
    {
        string place = Path.GetFullPath(path ?? Name, folder);
        try
        {
            write(place);
            return place;
        }
        catch (Exception e) when (path is null && e is IOException or UnauthorizedAccessException)
        {
            place = Path.Combine(Directory.CreateTempSubdirectory("faissnet-").FullName, Name);
            write(place);
            return place;
        }
    }
}
