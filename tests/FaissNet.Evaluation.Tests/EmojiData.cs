namespace FaissNet.Evaluation.Tests;

/// <summary>The embeddings that the tool ships, and a larger set of the same kind where one lies beside the checkout.</summary>
internal static class EmojiData
{
    private const string LargerSet = "shared/data/emoji";

    public static string Bundled => Path.Combine(AppContext.BaseDirectory, "emoji");

    /// <summary>The folder of the larger set, next to the folder that holds the solution; <c>null</c> where there is none.</summary>
    public static string? FindLarger()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (!File.Exists(Path.Combine(folder.FullName, "FaissNet.sln")))
                continue;
            string path = Path.Combine(folder.FullName, "..", LargerSet);
            return File.Exists(Path.Combine(path, "texts.npy")) ? path : null;
        }
        return null;
    }

    public static RetrievalDataSet TextToImage(string folder) => Open(folder, "image", "text");

    public static RetrievalDataSet ImageToText(string folder) => Open(folder, "text", "image");

    private static RetrievalDataSet Open(string folder, string stored, string asked)
    {
        return RetrievalDataSet.FromItems(
            Vectors(folder, stored), Vectors(folder, asked), Metric.InnerProduct, Items(folder, stored), Items(folder, asked));
    }

    // In memory, so that no file stays open behind a data set that owns nothing.
    private static VectorSource Vectors(string folder, string modality)
    {
        using VectorFile file = VectorFile.Open(Path.Combine(folder, $"{modality}s.npy"));
        return VectorSource.FromArray(file.ReadAll(), file.Dimension);
    }

    private static long[] Items(string folder, string modality) => NpyIntegers.Read(Path.Combine(folder, $"{modality}_items.npy"));
}
