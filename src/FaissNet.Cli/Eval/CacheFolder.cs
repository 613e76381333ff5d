namespace FaissNet.Cli;

/// <summary>Where the tool keeps what it could compute again.</summary>
internal static class CacheFolder
{
    /// <summary>Exact neighbours: below XDG_CACHE_HOME, or where the system keeps caches.</summary>
    public static string GroundTruth => Path.Combine(Root, "faissnet", "ground-truth");

    private static string Root
    {
        get
        {
            if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } configured)
                return configured;
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            if (OperatingSystem.IsWindows())
                return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            return OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Caches") : Path.Combine(home is { Length: > 0 } ? home : Path.GetTempPath(), ".cache");
        }
    }
}
