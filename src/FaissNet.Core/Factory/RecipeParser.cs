using System.Globalization;

namespace FaissNet.Factory;

/// <summary>
/// Reads FAISS's factory strings in the order in which FAISS since 1.9 takes them apart: id map, refine, transforms, parentheses, plain codes,
/// inverted files. It works on parts of one string, so that an error can say where in it.
/// </summary>
internal readonly ref partial struct RecipeParser(string text)
{
    private const string HubnessPrefix = "Hub,";

    private const string CodeTypes = "Flat, SQ8, SQ6, SQ4, SQfp16, SQbf16, SQ8_direct, SQ8_direct_signed, RaBitQ[{1-9}], PQ{M}x4fs[_{bbs}] or PQ{M}[x{nbits}][np]";

    /// <summary>Reads the whole string.</summary>
    /// <exception cref="ArgumentException">It is not a factory string.</exception>
    /// <exception cref="NotSupportedException">It asks for what the C# engine does not have.</exception>
    public IndexRecipe Parse() => ParseIndex(0..text.Length);

    private IndexRecipe ParseIndex(Range range)
    {
        ReadOnlySpan<char> part = text.AsSpan(range);
        (int start, int length) = range.GetOffsetAndLength(text.Length);
        if (part.IsEmpty)
            throw Wrong(start, "there is nothing where an index should be");
        if (part.StartsWith(HubnessPrefix, StringComparison.Ordinal))
            return new HubnessRecipe(ParseIndex((start + HubnessPrefix.Length)..(start + length)));
        if (IdMapName(part[..Math.Max(0, part.IndexOf(','))]) is { } prefix)
            return new IdMapRecipe(ParseIndex((start + prefix.Length + 1)..(start + length)), prefix == "IDMap2");
        if (IdMapName(part[(part.LastIndexOf(',') + 1)..]) is { } suffix && length > suffix.Length)
            return new IdMapRecipe(ParseIndex(start..(start + length - suffix.Length - 1)), suffix == "IDMap2");
        if (part.EndsWith(",RFlat", StringComparison.Ordinal))
            return new RefineRecipe(ParseIndex(start..(start + length - ",RFlat".Length)), new FlatRecipe());
        if (part[^1] == ')' && OpeningOfLast(part, start) is var open)
        {
            if (open == 0)
                return ParseIndex((start + 1)..(start + length - 1));
            if (part[..open].EndsWith(",Refine", StringComparison.Ordinal))
            {
                IndexRecipe coarse = ParseIndex(start..(start + open - ",Refine".Length));
                return new RefineRecipe(coarse, ParseIndex((start + open + 1)..(start + length - 1)));
            }
        }
        if (StartsWithTransform(part))
            return ParseTransforms(start, part);
        if (part.StartsWith("LSH", StringComparison.Ordinal))
            return ParseLsh(start, part);
        return part.StartsWith("IVF", StringComparison.Ordinal) ? ParseIvf(start, part) : ParseCode(start, part);
    }

    private IndexRecipe ParseIvf(int start, ReadOnlySpan<char> part)
    {
        int at = "IVF".Length;
        long lists = ReadNumber(part, ref at, start, "the number of inverted lists");
        if (at < part.Length && part[at] is 'k' or 'M')
            lists *= part[at++] == 'k' ? 1 << 10 : 1 << 20;
        if (lists is < 1 or > int.MaxValue)
            throw Wrong(start + "IVF".Length, $"the number of inverted lists must be between 1 and {int.MaxValue}");
        IndexRecipe coarse = ParseCoarse(start, part, ref at);
        if (at == part.Length)
            throw Wrong(start + at, $"an inverted file needs a comma and what its lists hold: {CodeTypes}");
        if (part[at] != ',')
            throw Wrong(start + at, $"\"{part[at..]}\" follows the number of inverted lists, where a comma should be");
        return new IvfRecipe((int)lists, coarse, ParseCode(start + at + 1, part[(at + 1)..], inLists: true));
    }

    /// <summary>What finds the nearest lists: a flat index unless something in parentheses says otherwise.</summary>
    private IndexRecipe ParseCoarse(int start, ReadOnlySpan<char> part, ref int at)
    {
        if (at < part.Length && part[at] == '_')
            throw NotHere(part[..ClosingOf(part, at)], "it searches graphs, but does not build them");
        if (at == part.Length || part[at] != '(')
            return new FlatRecipe();
        int open = at;
        at = ClosingOf(part, open);
        if (at == part.Length)
            throw Wrong(start + open, "a parenthesis opens that is never closed");
        return ParseIndex((start + open + 1)..(start + at++));
    }

    /// <summary>Where the parenthesis at a position closes, or, if there is none, where the part ends that stands there.</summary>
    private static int ClosingOf(ReadOnlySpan<char> part, int at)
    {
        int depth = 0;
        for (; at < part.Length; at++)
        {
            depth += part[at] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0 && part[at] is ')' or ',')
                return at;
        }
        return at;
    }

    private IndexRecipe ParseCode(int start, ReadOnlySpan<char> part, bool inLists = false)
    {
        if (part.SequenceEqual("Flat"))
            return new FlatRecipe();
        ScalarQuantizerType? scalar = part switch
        {
            "SQ8" => ScalarQuantizerType.EightBit,
            "SQ6" => ScalarQuantizerType.SixBit,
            "SQ4" => ScalarQuantizerType.FourBit,
            "SQfp16" => ScalarQuantizerType.Float16,
            "SQbf16" => ScalarQuantizerType.BFloat16,
            "SQ8_direct" => ScalarQuantizerType.EightBitDirect,
            "SQ8_direct_signed" => ScalarQuantizerType.EightBitDirectSigned,
            _ => null,
        };
        if (scalar is { } type)
            return new ScalarRecipe(type);
        if (part.StartsWith("RaBitQ", StringComparison.Ordinal))
            return ParseRaBitQ(start, part);
        ThrowIfOnlyNative(part);
        if (part.StartsWith("PQ", StringComparison.Ordinal))
            return ParsePq(start, part, inLists);
        throw Wrong(start, part.IsEmpty ? $"there is nothing where one of {CodeTypes} should be" : $"\"{part}\" is not one of {CodeTypes}");
    }

    private IndexRecipe ParsePq(int start, ReadOnlySpan<char> part, bool inLists)
    {
        int at = "PQ".Length;
        long m = ReadNumber(part, ref at, start, "M, the number of sub-quantizers");
        long bits = 8;
        if (at < part.Length && part[at] == '+')
            throw NotHere(part, "an inverted file with two product quantizers is not in it");
        if (at < part.Length && part[at] == 'x')
        {
            at++;
            bits = ReadNumber(part, ref at, start, "the bits per sub-quantizer");
        }
        if (m is < 1 or > Guard.MaxDimension)
            throw Wrong(start + "PQ".Length, $"M must be between 1 and {Guard.MaxDimension}");
        if (part[at..].StartsWith("fs", StringComparison.Ordinal))
            return ParseFastScan(start, part, at, m, bits, inLists);
        bool polysemous = !part[at..].SequenceEqual("np");
        if (polysemous && at < part.Length)
            throw Wrong(start + at, $"\"{part[at..]}\" follows a product quantizer, where only \"np\" may");
        if (bits is < 1 or > 24)
            throw Wrong(start, "the bits per sub-quantizer must be between 1 and 24");
        if (bits > ProductQuantizer.MaxNBits)
            throw NotHere(part, $"its product quantizers have at most {ProductQuantizer.MaxNBits} bits");
        return new PqRecipe((int)m, (int)bits, polysemous);
    }

    private long ReadNumber(ReadOnlySpan<char> part, ref int at, int start, string what)
    {
        int first = at;
        while (at < part.Length && char.IsAsciiDigit(part[at]))
            at++;
        if (at == first)
            throw Wrong(start + at, $"{what} is missing");
        // Nothing that has more than nine digits is a sensible number here, and this way nothing can overflow.
        if (at - first > 9)
            throw Wrong(start + first, $"{what} is too large");
        return long.Parse(part[first..at], CultureInfo.InvariantCulture);
    }

    /// <summary>Where the parenthesis opens that the last character closes.</summary>
    private int OpeningOfLast(ReadOnlySpan<char> part, int start)
    {
        int depth = 0;
        for (int i = part.Length - 1; i >= 0; i--)
        {
            depth += part[i] switch { ')' => 1, '(' => -1, _ => 0 };
            if (depth == 0)
                return i;
        }
        throw Wrong(start + part.Length - 1, "a parenthesis closes that was never opened");
    }

    private static string? IdMapName(ReadOnlySpan<char> part) => part switch
    {
        "IDMap" => "IDMap",
        "IDMap2" => "IDMap2",
        _ => null,
    };

    private ArgumentException Wrong(int position, string what)
        => FactoryError.At("index description", text, position, what);
}
