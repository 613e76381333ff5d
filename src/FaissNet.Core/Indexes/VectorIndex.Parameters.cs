namespace FaissNet;

public abstract partial class VectorIndex
{
    /// <summary>
    /// Sets parameters by the names that FAISS gives them, so that a tuning string of FAISS works as it is: <c>nprobe=16,k_factor_rf=4</c>. The names are
    /// looked for as FAISS looks for them: id maps and transforms hand them on to what is inside; a refine index takes <c>k_factor_rf</c> and
    /// hands the rest on to its base; an inverted file takes <c>nprobe</c> and <c>max_codes</c>, and what begins with <c>quantizer_</c> is for its coarse quantizer. Nothing is set
    /// unless all can be. FAISS: <c>ParameterSpace::set_index_parameters</c>.
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

    /// <summary>Sets a parameter, or only says whether it can be set.</summary>
    /// <returns>Whether there is such a parameter.</returns>
    /// <exception cref="ArgumentException">The value is out of range.</exception>
    private protected virtual bool SetParameterCore(string name, double value, bool apply) => false;
}
