using FaissNet.Evaluation;

namespace FaissNet.Cli;

/// <summary>The embeddings that come with the tool: pictures of emoji and their names in English and French.</summary>
internal sealed class EmojiData
{
    private readonly VectorSource _images;
    private readonly VectorSource _texts;
    private readonly long[] _imageItems;
    private readonly long[] _textItems;

    private EmojiData(string folder)
    {
        _images = Read(Path.Combine(folder, "images.npy"));
        _texts = Read(Path.Combine(folder, "texts.npy"));
        _imageItems = NpyIntegers.Read(Path.Combine(folder, "image_items.npy"));
        _textItems = NpyIntegers.Read(Path.Combine(folder, "text_items.npy"));
    }

    /// <summary>Where the files are.</summary>
    public static string Folder => Path.Combine(AppContext.BaseDirectory, "Data", "emoji");

    public long ImageCount => _images.Count;

    public long TextCount => _texts.Count;

    public int Dimension => _images.Dimension;

    public static EmojiData Load() => new(Folder);

    /// <summary>Captions look for their image.</summary>
    public RetrievalDataSet TextToImage() => RetrievalDataSet.FromItems(_images, _texts, Metric.InnerProduct, _imageItems, _textItems);

    /// <summary>Images look for their captions.</summary>
    public RetrievalDataSet ImageToText() => RetrievalDataSet.FromItems(_texts, _images, Metric.InnerProduct, _textItems, _imageItems);

    private static VectorSource Read(string path)
    {
        using VectorFile file = VectorFile.Open(path);
        return VectorSource.FromArray(file.ReadAll(), file.Dimension);
    }
}
