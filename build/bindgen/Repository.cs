namespace Bindgen;

internal static class Repository
{
    /// <summary>The folder of FaissNet.sln, searched upwards from the current folder and then from this program.</summary>
    public static string FindRoot()
    {
        foreach (string start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "FaissNet.sln")))
                    return folder.FullName;
            }
        }
        throw new BindgenException("No FaissNet.sln in the current folder or above it; run this inside the repository.");
    }
}
