namespace FaissNet.Cli;

/// <summary>The embeddings that come with the tool: pictures of emoji and their names in English and French.</summary>
internal static class EmojiData
{
    /// <summary>Where the files are.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Data", "emoji");

    /// <summary>Captions look for their image, then images for their captions; of the queries a random half is measured, the other to learn from.</summary>
    public static EvalData Open() => EvalData.Open(
        At("images.npy"), At("texts.npy"), [At("image_items.npy"), At("text_items.npy")], [At("images.txt"), At("captions.txt")],
        Metric.InnerProduct, heldOut: 0.5, both: true);

    private static string At(string name) => Path.Combine(Folder, name);
}
