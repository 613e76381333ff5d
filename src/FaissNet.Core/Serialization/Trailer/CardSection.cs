using System.Text;

namespace FaissNet.Serialization;

/// <summary>The quality card as it stands in a trailer: its text in UTF-8.</summary>
internal static class CardSection
{
    /// <summary>A card is a summary; what is larger is none.</summary>
    public const int MaxBytes = 1 << 20;

    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Checks a card before an index takes it.</summary>
    /// <exception cref="ArgumentException">It is too long, or not text.</exception>
    public static string? Checked(string? card)
    {
        if (card is null)
            return null;
        int bytes;
        try
        {
            bytes = s_strict.GetByteCount(card);
        }
        catch (EncoderFallbackException e)
        {
            throw new ArgumentException("The quality card is no text: it has half of a surrogate pair.", nameof(card), e);
        }
        return bytes <= MaxBytes
            ? card
            : throw new ArgumentException($"The quality card has {bytes} bytes, but at most {MaxBytes} may be saved with an index.", nameof(card));
    }

    public static void AddTo(IndexTrailer trailer, string? card)
    {
        if (card is not null)
            trailer.Add(new TrailerSection(IndexTrailer.Card, 0, 0, s_strict.GetBytes(card)));
    }

    /// <summary>Takes the card out of a trailer.</summary>
    /// <exception cref="FaissFormatException">It is too long, or not text.</exception>
    public static string? Take(IndexTrailer? trailer)
    {
        if (trailer?.Take(IndexTrailer.Card, 0, 0) is not { } section)
            return null;
        if (section.Content.Length > MaxBytes)
            throw IndexTrailer.Bad($"the quality card has {section.Content.Length} bytes, at most {MaxBytes} are allowed");
        try
        {
            return s_strict.GetString(section.Content);
        }
        catch (DecoderFallbackException)
        {
            throw IndexTrailer.Bad("the quality card is not UTF-8");
        }
    }

    /// <summary>The card in a file whose index another library reads.</summary>
    /// <exception cref="FaissFormatException">What follows the index is damaged.</exception>
    public static string? Read(string path)
    {
        using FileStream stream = FaissFile.Open(path);
        return Take(IndexTrailer.Read(stream));
    }

    /// <summary>Writes a card behind an index that another library has written.</summary>
    public static void Append(Stream stream, string? card, long indexLength, BuildOptions options)
    {
        if (card is null)
            return;
        var trailer = new IndexTrailer();
        AddTo(trailer, card);
        var output = new FaissStreamWriter(stream, options with { Progress = null }, indexLength);
        trailer.WriteTo(output, indexLength);
        output.Flush();
    }
}
