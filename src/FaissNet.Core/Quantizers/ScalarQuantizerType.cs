namespace FaissNet;

/// <summary>
/// How a <see cref="ScalarQuantizer"/> stores a component. The numbers are those of FAISS's <c>ScalarQuantizer::QuantizerType</c>.
/// </summary>
public enum ScalarQuantizerType
{
    /// <summary>8 bits, a range per dimension. Factory: <c>SQ8</c>.</summary>
    EightBit = 0,

    /// <summary>4 bits, a range per dimension. Factory: <c>SQ4</c>.</summary>
    FourBit = 1,

    /// <summary>8 bits, one range for all dimensions.</summary>
    EightBitUniform = 2,

    /// <summary>4 bits, one range for all dimensions.</summary>
    FourBitUniform = 3,

    /// <summary>IEEE half precision; needs no training. Factory: <c>SQfp16</c>.</summary>
    Float16 = 4,

    /// <summary>Values that are integers from 0 to 255 already; needs no training.</summary>
    EightBitDirect = 5,

    /// <summary>6 bits, a range per dimension. Factory: <c>SQ6</c>.</summary>
    SixBit = 6,
}
