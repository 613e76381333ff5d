using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace FaissNet.Evaluation;

/// <summary>
/// Tells data apart by their content: XXH128 over the dimension, all values as 32-bit floats, and the number of vectors (both int64), little-endian.
/// The same vectors have the same fingerprint in every kind of file. It guards against mix-ups, not against forgers.
/// </summary>
public static class DataFingerprint
{
    /// <summary>Reads all vectors, block by block.</summary>
    /// <returns>32 hexadecimal digits in lower case.</returns>
    /// <exception cref="InvalidDataException">The file contradicts itself.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static string Compute(VectorSource vectors, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(vectors);
        options ??= EvaluationOptions.Default;
        var hash = new XxHash128();
        Append(hash, vectors.Dimension);
        vectors.VisitBlocks((_, block) => hash.Append(MemoryMarshal.AsBytes(block)), "fingerprint", options.Progress, options.CancellationToken);
        Append(hash, vectors.Count);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private static void Append(XxHash128 hash, long value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        hash.Append(bytes);
    }
}
