using FaissNet.Storage;

namespace FaissNet.Contract;

/// <summary>
/// The vectors between which an index measures distances: what its codes stand for, behind the transforms that queries pass through as well. Sign codes
/// are vectors of zeros and ones, whose squared distance is the number of bits that differ.
/// </summary>
internal sealed class ComparedSpace
{
    private readonly Func<float[], float[]> _prepare;
    private readonly int _dimension;

    private ComparedSpace(double[][] vectors, int dimension, Func<float[], float[]> prepare)
    {
        Vectors = vectors;
        _dimension = dimension;
        _prepare = prepare;
    }

    /// <summary>What each position stands for.</summary>
    public double[][] Vectors { get; }

    public static ComparedSpace Of(VectorIndex index)
    {
        switch (index)
        {
            case IdMapIndex map:
                return Of(map.Inner);
            case PreTransformIndex front:
                ComparedSpace inner = Of(front.Inner);
                return new ComparedSpace(
                    inner.Vectors, front.Dimension,
                    query => inner._prepare(front.Transforms.Aggregate(query, (vector, transform) => transform.Apply(vector))));
            case LshIndex lsh:
                double[][] bits = [.. Enumerable.Range(0, (int)lsh.Count).Select(i => Array.ConvertAll(Bits(lsh, Code(lsh, i)), x => (double)x))];
                return new ComparedSpace(bits, lsh.Dimension, query => Bits(lsh, Code(lsh, query)));
            default:
                return new ComparedSpace(IndexCases.Decoded(index), index.Dimension, query => query);
        }
    }

    /// <summary>One of several queries, as it is compared.</summary>
    public float[] Query(float[] queries, int number) => _prepare(queries[(number * _dimension)..((number + 1) * _dimension)]);

    private static float[] Bits(LshIndex index, byte[] code)
        => [.. Enumerable.Range(0, index.NBits).Select(i => (float)(code[i / 8] >> (i % 8) & 1))];

    private static byte[] Code(LshIndex index, float[] vector)
    {
        var code = new byte[index.CodeSize];
        index.Encode(vector, code);
        return code;
    }

    private static unsafe byte[] Code(LshIndex index, int position)
    {
        var code = new byte[index.CodeSize];
        fixed (byte* pointer = code)
            index.Codes.Read(position, new Rows<byte>(pointer, 1, code.Length));
        return code;
    }
}
