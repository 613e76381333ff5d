using FaissNet.Serialization;

namespace FaissNet;

public abstract partial class BinaryIndex
{
    private string? _qualityCard;

    /// <inheritdoc cref="VectorIndex.QualityCard"/>
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
