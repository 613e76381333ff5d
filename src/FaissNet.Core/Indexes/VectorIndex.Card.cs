using FaissNet.Serialization;

namespace FaissNet;

public abstract partial class VectorIndex
{
    private string? _qualityCard;

    /// <summary>
    /// What was measured on this index, as text that is meant to be JSON: with which data and queries, at what size and speed. The index neither
    /// reads nor changes it, not even when vectors are added. It is saved behind the index, where FAISS does not look, and comes back from
    /// files and streams that can seek; a copy has it too. <c>null</c> (the default) leaves files as FAISS has them.
    /// </summary>
    /// <exception cref="ArgumentException">The text has more than 1,048,576 bytes in UTF-8, or half of a surrogate pair.</exception>
    public string? QualityCard
    {
        get => _qualityCard;
        set
        {
            CheckUse();
            _qualityCard = CardSection.Checked(value);
        }
    }
}
