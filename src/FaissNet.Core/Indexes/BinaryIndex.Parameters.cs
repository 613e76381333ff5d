namespace FaissNet;

public abstract partial class BinaryIndex
{
    /// <summary>
    /// Sets parameters by the names that FAISS gives them: <c>nprobe=16,max_codes=0</c>. Id maps hand them on to what is inside, and so do bits in a
    /// float index; an inverted file takes <c>nprobe</c> and <c>max_codes</c>, and what begins with <c>quantizer_</c> is for its coarse quantizer; hash
    /// tables take <c>nflip</c>. Nothing is set unless all can be.
    /// </summary>
    /// <param name="parameters">Names and numbers: <c>name=number</c>, separated by commas.</param>
    /// <exception cref="ArgumentException">The text is not of that form, the index has no parameter of a name, or a number is out of range.</exception>
    public void SetParameters(string parameters)
    {
        CheckUse();
        List<(string Name, double Value)> pairs = ParameterText.Parse(parameters);
        foreach ((string name, double value) in pairs)
        {
            if (!SetParameterCore(name, value, apply: false))
                throw ParameterText.Unknown(name, this, ParameterNames);
        }
        foreach ((string name, double value) in pairs)
            SetParameterCore(name, value, apply: true);
    }

    /// <summary>The names that <see cref="SetParameters"/> takes.</summary>
    internal virtual IEnumerable<string> ParameterNames => [];

    internal bool SetParameterInner(string name, double value, bool apply) => SetParameterCore(name, value, apply);

    /// <inheritdoc cref="VectorIndex.SetParameterCore"/>
    private protected virtual bool SetParameterCore(string name, double value, bool apply) => false;
}
