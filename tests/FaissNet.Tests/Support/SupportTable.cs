using System.Globalization;
using System.Text;

namespace FaissNet.Tests.Support;

/// <summary>The README's table of types, engines and operations, made by trying each operation in each engine.</summary>
internal static class SupportTable
{
    private const string Both = "●";
    private const string ManagedOnly = "C#";
    private const string NativeOnly = "F";
    private const string Neither = "";

    /// <summary>What the table names a kind of index, and the factory string that stands for it.</summary>
    private static readonly (string Name, string Factory)[] s_vectorRows =
    [
        ("flat", "Flat"),
        ("scalar, 8 bits", "SQ8"),
        ("scalar, 6 bits", "SQ6"),
        ("scalar, 4 bits", "SQ4"),
        ("scalar, half precision", "SQfp16"),
        ("scalar, bfloat16", "SQbf16"),
        ("product, 8 bits", "PQ8np"),
        ("product, other widths", "PQ8x6np"),
        ("product, 4-bit fast scan", "PQ8x4fs"),
        ("RaBitQ, 1 to 9 bits", "RaBitQ4"),
        ("RaBitQ, fast scan", "RaBitQfs"),
        ("LSH", "LSH"),
        ("inverted file, flat", "IVF4,Flat"),
        ("inverted file, scalar", "IVF4,SQ8"),
        ("inverted file, product", "IVF4,PQ8x6np"),
        ("inverted file, 4-bit fast scan", "IVF4,PQ8x4fs"),
        ("inverted file, RaBitQ", "IVF4,RaBitQ4"),
        ("inverted file behind a graph", "IVF4_HNSW8,Flat"),
        ("inverted file, quantizer of choice", "IVF4(SQ8),Flat"),
        ("refine, float", "PQ8x4np,RFlat"),
        ("refine, any code", "PQ8x4np,Refine(SQ8)"),
        ("ids of your own", "IDMap,SQ8"),
        ("ids of your own, looked up", "IDMap2,SQ8"),
        ("PCA in front", "PCA16,SQ8"),
        ("OPQ in front", "OPQ2,PQ2x4np"),
        ("ITQ in front", "ITQ16,LSH"),
        ("random rotation in front", "RR32,SQ8"),
        ("Hadamard rotation in front", "HR,SQ8"),
        ("L2 norm in front", "L2norm,SQ8"),
        ("HNSW, flat", "HNSW8,Flat"),
        ("HNSW, scalar", "HNSW8,SQ8"),
        ("HNSW, product", "HNSW8,PQ2np"),
        ("NSG", "NSG8,Flat"),
        ("residual quantizer", "RQ2x4"),
    ];

    private static readonly (string Name, string Factory)[] s_binaryRows =
    [
        ("bits, flat", "BFlat"),
        ("bits, inverted file", "BIVF4"),
        ("bits, hash", "BHash8"),
        ("bits, multi-hash", "BHash2x8"),
        ("bits, HNSW", "BHNSW8"),
    ];

    /// <summary>The table in Markdown, ending with a line feed.</summary>
    public static string Make()
    {
        var text = new StringBuilder();
        text.Append("| index | e.g. |");
        foreach (string name in TriedOperations.Names)
            text.Append(CultureInfo.InvariantCulture, $" {name} |");
        text.Append("\n|---|---|").Insert(text.Length, ":-:|", TriedOperations.Names.Count).Append('\n');
        foreach ((string name, string factory) in s_vectorRows)
            AppendRow(text, name, factory, TriedOperations.OfVectors(factory, Engine.Managed), TriedOperations.OfVectors(factory, Engine.Native));
        foreach ((string name, string factory) in s_binaryRows)
            AppendRow(text, name, factory, TriedOperations.OfBits(factory, Engine.Managed), TriedOperations.OfBits(factory, Engine.Native));
        return text.ToString();
    }

    private static void AppendRow(StringBuilder text, string name, string factory, bool[] managed, bool[] native)
    {
        text.Append(CultureInfo.InvariantCulture, $"| {name} | `{factory}` |");
        for (int i = 0; i < managed.Length; i++)
        {
            string cell = (managed[i], native[i]) switch
            {
                (true, true) => Both,
                (true, false) => ManagedOnly,
                (false, true) => NativeOnly,
                _ => Neither,
            };
            text.Append(cell.Length == 0 ? " |" : $" {cell} |");
        }
        text.Append('\n');
    }
}
