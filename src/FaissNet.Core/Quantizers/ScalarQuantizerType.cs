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

    /// <summary>Values that are integers from 0 to 255 already; needs no training. Factory: <c>SQ8_direct</c>.</summary>
    EightBitDirect = 5,

    /// <summary>6 bits, a range per dimension. Factory: <c>SQ6</c>.</summary>
    SixBit = 6,

    /// <summary>
    /// The upper half of a float: its range with 8 bits of precision; needs no training. Factory: <c>SQbf16</c>, since FAISS 1.9.
    /// </summary>
    BFloat16 = 7,

    /// <summary>Values that are integers from −128 to 127 already; needs no training. Factory: <c>SQ8_direct_signed</c>, since FAISS 1.9.</summary>
    EightBitDirectSigned = 8,
}
