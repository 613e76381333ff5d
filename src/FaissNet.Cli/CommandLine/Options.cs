using System.CommandLine;

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
