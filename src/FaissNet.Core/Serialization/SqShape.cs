namespace FaissNet.Serialization;

/// <summary>The numbers of a scalar quantizer that follow from its type.</summary>
/// <param name="Type">FAISS's QuantizerType.</param>
/// <param name="Name">The type as FAISS spells it.</param>
/// <param name="CodeSize">Bytes of a code.</param>
/// <param name="TrainedValues">Number of values learned in training.</param>
internal readonly record struct SqShape(int Type, string Name, long CodeSize, int TrainedValues)
{
    /// <summary>Types up to this one are in the C# engine.</summary>
    public const int LastManagedType = (int)ScalarQuantizerType.EightBitDirectSigned;

    private const int TurboFactors = 2 * sizeof(float);

    /// <summary>The shape of a type, or null for a number that is not one of FAISS's.</summary>
    public static SqShape? Find(int type, int dimension)
    {
        long d = dimension;
        return type switch
        {
            0 => new SqShape(type, "QT_8bit", d, 2 * dimension),
            1 => new SqShape(type, "QT_4bit", (d + 1) / 2, 2 * dimension),
            2 => new SqShape(type, "QT_8bit_uniform", d, 2),
            3 => new SqShape(type, "QT_4bit_uniform", (d + 1) / 2, 2),
            4 => new SqShape(type, "QT_fp16", 2 * d, 0),
            5 => new SqShape(type, "QT_8bit_direct", d, 0),
            6 => new SqShape(type, "QT_6bit", (6 * d + 7) / 8, 2 * dimension),
            7 => new SqShape(type, "QT_bf16", 2 * d, 0),
            8 => new SqShape(type, "QT_8bit_direct_signed", d, 0),
            9 => new SqShape(type, "QT_0bit", 0, 0),
            >= 10 and <= 13 => new SqShape(type, $"QT_{type - 9}bit_tqmse", ((type - 9) * d + 7) / 8, (2 << (type - 9)) - 1),
            14 => new SqShape(type, "QT_8bit_tqmse", d, 511),
            // b − 1 bits and a sign per component and the factors; trained: 2^(b − 1) centroids, the limits between them, three
            // numbers of the projection.
            >= 15 and <= 18 => new SqShape(type, $"QT_{type - 13}bit_tq", (type - 13) * ((d + 7) / 8) + TurboFactors, (2 << (type - 14)) + 2),
            >= 19 and <= 26 => new SqShape(type, $"QT_{type - 18}bit_eden", ((type - 18) * d + 7) / 8, (2 << (type - 18)) - 1),
            _ => null,
        };
    }
}
