namespace FaissNet;

public sealed partial class IvfPqIndex
{
    private int _polysemousHt;

    /// <summary>
    /// Where it is above 0, searches, also those within a radius, pass over codes in which so many bits or more differ from the code that the query
    /// would have in the list. That finds less, and is worth something only after <see cref="PolysemousTraining"/>. Default 0, all codes. It is not saved.
    /// FAISS: <c>polysemous_ht</c>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int PolysemousHt
    {
        get => _polysemousHt;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _polysemousHt = value;
            ForgetScanners();
        }
    }

    /// <inheritdoc/>
    internal override IEnumerable<string> ParameterNames => base.ParameterNames.Prepend("ht");

    /// <summary>As FAISS: a threshold of all bits or more lets all codes through.</summary>
    private protected override bool SetParameterCore(string name, double value, bool apply)
    {
        if (name != "ht")
            return base.SetParameterCore(name, value, apply);
        int threshold = value >= 8 * Quantizer.CodeSize ? 0 : ParameterText.Whole(name, value, 0);
        if (apply)
            PolysemousHt = threshold;
        return true;
    }
}
