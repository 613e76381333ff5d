using System.CommandLine;
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

    public static Option<int> K() => Positive(new Option<int>("-k")
    {
        Description = "Neighbours per query.",
        DefaultValueFactory = _ => 10,
        HelpName = "k",
    });

    public static Option<string[]> Relevant() => new("--relevant")
    {
        Description = "Item labels of the base and of the queries, integers in .npy files: equal labels are relevant. "
            + "Without it, the exact nearest neighbour is.",
        HelpName = "base_items.npy query_items.npy",
        Arity = new ArgumentArity(2, 2),
        AllowMultipleArgumentsPerToken = true,
    };

    public static RetrievalDataSet OpenDataSet(VectorFile baseVectors, VectorFile queries, Metric metric, string[]? relevant)
        => relevant is [var baseItems, var queryItems]
            ? RetrievalDataSet.FromItems(baseVectors, queries, metric, NpyIntegers.Read(baseItems), NpyIntegers.Read(queryItems))
            : new RetrievalDataSet(baseVectors, queries, metric);

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
