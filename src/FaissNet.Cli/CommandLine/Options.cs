using System.CommandLine;
using System.Globalization;
using FaissNet.Evaluation;

namespace FaissNet.Cli;

/// <summary>The options that several commands share, made anew for each.</summary>
internal static class Options
{
    public static Option<string> File(string name, string description, bool required = true)
        => new(name) { Description = description, Required = required, HelpName = "file" };

    public static Option<string> Engine()
    {
        var option = new Option<string>("--engine")
        {
            Description = "Who does the work: auto (C# for what it implements, native FAISS for the rest), managed or native.",
            DefaultValueFactory = _ => "auto",
        };
        return option.AcceptOnlyFromAmong("auto", "managed", "native");
    }

    public static Option<string> Metric()
    {
        var option = new Option<string>("--metric")
        {
            Description = "How vectors are compared: ip (inner product, as for CLIP-like embeddings) or l2.",
            DefaultValueFactory = _ => "ip",
        };
        return option.AcceptOnlyFromAmong("l2", "ip");
    }

    public static Option<bool> Json() => new("--json") { Description = "Print JSON." };

    public static Option<int?> NProbe() => Positive(new Option<int?>("--nprobe")
    {
        Description = "Inverted lists to visit per query; by default the index's own number.",
        HelpName = "n",
    });

    public static Option<int[]> NProbes()
    {
        var option = new Option<int[]>("--nprobe")
        {
            Description = "Inverted lists to visit per query; of several numbers each is measured. By default the index's own number.",
            HelpName = "n...",
            AllowMultipleArgumentsPerToken = true,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => int.TryParse(token.Value, out int value) && value < 1))
                result.AddError($"{option.Name} must be at least 1.");
        });
        return option;
    }

    public static Option<float[]> RefineFactors()
    {
        var option = new Option<float[]>("--refine-factor")
        {
            Description = "Candidates that indexes with Refine or RFlat score again, as a multiple of the ten results; of several numbers each is measured. "
                + "By default the index's own, which is 1.",
            HelpName = "x...",
            AllowMultipleArgumentsPerToken = true,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => float.TryParse(token.Value, CultureInfo.InvariantCulture, out float value) && !(value >= 1 && float.IsFinite(value))))
                result.AddError($"{option.Name} must be at least 1.");
        });
        return option;
    }

    public static Option<int> K() => Positive(new Option<int>("-k")
    {
        Description = "Neighbours per query.",
        DefaultValueFactory = _ => 10,
        HelpName = "k",
    });

    /// <summary>The kinds of files that vectors are read from.</summary>
    public const string VectorFiles = ".npy, .fvecs, .bvecs, .ivecs, or a column of lists in .parquet or .arrow, as in data.parquet#column.";

    public static Option<string[]> Relevant() => new("--relevant")
    {
        Description = "Item labels of the base and of the queries, integers in .npy files or columns of tables: equal labels are relevant. "
            + "Or one file with a list of ids for each query: .npy, .ivecs, .parquet, .arrow or .txt. Without it, the exact nearest neighbour is.",
        HelpName = "base_items.npy query_items.npy",
        Arity = new ArgumentArity(1, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    public static RetrievalDataSet OpenDataSet(VectorFile baseVectors, VectorFile queries, Metric metric, string[]? relevant) => relevant switch
    {
        [var baseItems, var queryItems] => RetrievalDataSet.FromItems(
            baseVectors, queries, metric, RelevanceFile.ReadItems(baseItems), RelevanceFile.ReadItems(queryItems)),
        [var lists] => new RetrievalDataSet(baseVectors, queries, metric, RelevanceFile.ReadLists(lists, baseVectors.Count)),
        _ => new RetrievalDataSet(baseVectors, queries, metric),
    };

    /// <summary>The path of a file that is to be written. Better to know that it cannot be before minutes of measuring than after.</summary>
    public static string? Writable(string? path)
    {
        if (path is not null && Path.GetDirectoryName(Path.GetFullPath(path)) is { } folder && !Directory.Exists(folder))
            throw new DirectoryNotFoundException($"{path} cannot be written: there is no folder {folder}.");
        return path;
    }

    /// <summary>What an index learns from must have the dimension of what it stores.</summary>
    public static void RequireDimensionOf(VectorFile vectors, VectorFile sample)
    {
        if (sample.Dimension != vectors.Dimension)
        {
            throw new InvalidDataException(
                $"{sample.Path} has vectors of dimension {sample.Dimension}, {vectors.Path} of {vectors.Dimension}.");
        }
    }

    public static Engine ParseEngine(string name) => name switch
    {
        "managed" => FaissNet.Engine.Managed,
        "native" => FaissNet.Engine.Native,
        _ => FaissNet.Engine.Auto,
    };

    public static Metric ParseMetric(string name) => name == "l2" ? FaissNet.Metric.L2 : FaissNet.Metric.InnerProduct;

    private static Option<T> Positive<T>(Option<T> option)
    {
        option.Validators.Add(result =>
        {
            // A token that is no number has an error of its own already.
            if (result.Tokens is [var token] && int.TryParse(token.Value, out int value) && value < 1)
                result.AddError($"{option.Name} must be at least 1, not {value}.");
        });
        return option;
    }
}
