namespace FaissNet.Factory;

internal readonly ref partial struct RecipeParser
{
    private static readonly string[] s_transforms = ["PCA", "OPQ", "ITQ", "RR", "HR", "Pad", "L2norm", "L2Norm", "Modality", "QueryAware", "Center"];

    private static bool StartsWithTransform(ReadOnlySpan<char> part) => TransformName(part) is not null;

    private static string? TransformName(ReadOnlySpan<char> part)
    {
        foreach (string name in s_transforms)
        {
            if (part.StartsWith(name, StringComparison.Ordinal))
                return name;
        }
        return null;
    }

    /// <summary>Transforms, outermost first, each followed by a comma, and the index behind them.</summary>
    private PreTransformRecipe ParseTransforms(int start, ReadOnlySpan<char> part)
    {
        var chain = new List<TransformRecipe>();
        int at = 0;
        while (TransformName(part[at..]) is { } name)
        {
            int length = part[at..].IndexOf(',');
            if (length < 0)
                throw Wrong(start + part.Length, "a transform needs a comma and an index behind it");
            chain.Add(ParseTransform(name, start + at, part.Slice(at, length)));
            at += length + 1;
        }
        return new PreTransformRecipe([.. chain], ParseIndex((start + at)..(start + part.Length)));
    }

    private TransformRecipe ParseTransform(string name, int start, ReadOnlySpan<char> part)
    {
        int at = name.Length;
        TransformRecipe recipe = name switch
        {
            "PCA" => ParsePca(part, ref at, start),
            "OPQ" => ParseOpq(part, ref at, start),
            "ITQ" => new ItqRecipe(ReadOutputs(part, ref at, start)),
            "RR" => new RandomRotationRecipe(ReadOutputs(part, ref at, start)),
            "HR" => new HadamardRecipe(ReadSeed(part, ref at, start)),
            "Pad" => new PaddingRecipe(ReadDimension(part, ref at, start, "the output dimension")),
            "Modality" => ParseModality(part, ref at),
            "QueryAware" => new QueryAwareRecipe(ReadOutputs(part, ref at, start)),
            "Center" => new CenteringRecipe(),
            _ => new NormalizationRecipe(),
        };
        if (at < part.Length)
            throw Wrong(start + at, $"\"{part[at..]}\" follows \"{part[..at]}\", where a comma should be");
        return recipe;
    }

    /// <summary><c>Modality[1]</c>: ours, not FAISS's.</summary>
    private static ModalityRecipe ParseModality(ReadOnlySpan<char> part, ref int at)
    {
        bool onlyStored = at < part.Length && part[at] == '1';
        at += onlyStored ? 1 : 0;
        return new ModalityRecipe(ShiftsQueries: !onlyStored);
    }

    private PcaRecipe ParsePca(ReadOnlySpan<char> part, ref int at, int start)
    {
        bool whitens = at < part.Length && part[at] == 'W';
        at += whitens ? 1 : 0;
        bool rotates = at < part.Length && part[at] == 'R';
        at += rotates ? 1 : 0;
        return new PcaRecipe(ReadDimension(part, ref at, start, "the output dimension"), whitens, rotates);
    }

    private OpqRecipe ParseOpq(ReadOnlySpan<char> part, ref int at, int start)
    {
        int slices = ReadDimension(part, ref at, start, "M, the number of sub-quantizers");
        if (at == part.Length || part[at] != '_')
            return new OpqRecipe(slices, null);
        at++;
        return new OpqRecipe(slices, ReadDimension(part, ref at, start, "the output dimension"));
    }

    /// <summary>The seed of a Hadamard rotation; other than elsewhere the number is not a dimension.</summary>
    private uint ReadSeed(ReadOnlySpan<char> part, ref int at, int start)
        => at < part.Length && char.IsAsciiDigit(part[at]) ? (uint)ReadNumber(part, ref at, start, "the seed") : HadamardRotation.DefaultSeed;

    /// <summary><c>LSH[{nbits}][r][t]</c>.</summary>
    private LshRecipe ParseLsh(int start, ReadOnlySpan<char> part)
    {
        int at = "LSH".Length;
        int? bits = at < part.Length && char.IsAsciiDigit(part[at]) ? ReadDimension(part, ref at, start, "the number of bits") : null;
        bool rotates = at < part.Length && part[at] == 'r';
        at += rotates ? 1 : 0;
        bool learns = at < part.Length && part[at] == 't';
        at += learns ? 1 : 0;
        if (at < part.Length)
            throw Wrong(start + at, $"\"{part[at..]}\" follows \"{part[..at]}\", where nothing may");
        return new LshRecipe(bits, rotates, learns);
    }

    /// <summary>The number of components that come out, where it may be left away to keep all.</summary>
    private int? ReadOutputs(ReadOnlySpan<char> part, ref int at, int start)
        => at < part.Length && char.IsAsciiDigit(part[at]) ? ReadDimension(part, ref at, start, "the output dimension") : null;

    private int ReadDimension(ReadOnlySpan<char> part, ref int at, int start, string what)
    {
        int first = at;
        long number = ReadNumber(part, ref at, start, what);
        return number is >= 1 and <= Guard.MaxDimension
            ? (int)number
            : throw Wrong(start + first, $"{what} must be between 1 and {Guard.MaxDimension}");
    }
}
