namespace FaissNet.Evaluation;

/// <summary>What the elements of a file are. All are little-endian.</summary>
public enum VectorElementType
{
    /// <summary>IEEE 754 single precision; NumPy <c>&lt;f4</c>, <c>.fvecs</c>.</summary>
    Float32,

    /// <summary>IEEE 754 half precision; NumPy <c>&lt;f2</c>.</summary>
    Float16,

    /// <summary>Unsigned bytes; NumPy <c>|u1</c>, <c>.bvecs</c>.</summary>
    UInt8,

    /// <summary>Signed 32-bit integers; NumPy <c>&lt;i4</c>, <c>.ivecs</c>.</summary>
    Int32,

    /// <summary>Signed 64-bit integers; NumPy <c>&lt;i8</c>.</summary>
    Int64,
}
