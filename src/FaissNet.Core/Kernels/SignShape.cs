namespace FaissNet.Kernels;

/// <summary>The parts of a code that begins with a bit per dimension and goes on with factors.</summary>
/// <param name="SignBytes">Bytes of the signs.</param>
/// <param name="Factors">Floats behind the signs.</param>
/// <param name="RestBytes">Bytes behind those.</param>
internal readonly record struct SignShape(int SignBytes, int Factors, int RestBytes)
{
    /// <summary>Bytes of one code.</summary>
    public int CodeSize => SignBytes + Factors * sizeof(float) + RestBytes;
}
