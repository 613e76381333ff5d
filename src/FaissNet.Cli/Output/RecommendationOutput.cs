using System.Globalization;
using System.Text.Json;
using FaissNet.Evaluation;
using Spectre.Console;

namespace FaissNet.Cli;

/// <summary>Shows what the advisor found.</summary>
internal static class RecommendationOutput
{
    public static void WriteText(Terminal terminal, Recommendation found, RetentionMetric metric, string? written)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumn("");
        table.AddColumn(new TableColumn("Index").NoWrap());
        foreach (string header in (string[])["Bytes", $"Kept {Name(metric)}", "95 % interval", "R@1", "R@10", "ms/query", "Memory", "Breaks"])
            table.AddColumn(new TableColumn(header).RightAligned().NoWrap());
        if (found.Winner is { } winner)
        {
            AddRow(table, "winner", winner);
            foreach (AdvisorTrial alternative in found.Alternatives)
                AddRow(table, "next", alternative);
        }
        else
        {
            foreach (LimitFinding limit in found.Limits)
            {
                if (limit.Best is { } best)
                    AddRow(table, $"{Name(limit.Limit)} alone", best);
            }
        }
        terminal.Console.Write(table);
        terminal.Console.WriteLine(found.Reason);
        if (found is { Measured: { } measured, Calibration: { } curve })
        {
            terminal.Console.WriteLine(
                $"Measured: R@1 {Format.Metric(measured.Metrics.R1)}, R@10 {Format.Metric(measured.Metrics.R10)} (float search: "
                + $"{Format.Metric(measured.FloatMetrics.R1)}, {Format.Metric(measured.FloatMetrics.R10)}), "
                + $"{Number(measured.Cost.LatencyP50)} ms a query on one thread, {Format.Count(measured.Cost.QueriesPerSecond)} queries/s together.");
            terminal.Console.WriteLine(
                $"Proved by {Format.Count(curve.QueryCount)} other queries, with {Format.Share(curve.Confidence)} confidence and at any distribution: "
                + $"at least {Format.Share(curve.Steps.Max(step => step.Bound))} of {Name(metric)} is kept{(curve.Steps.Count > 1 ? " at the deepest search" : "")}.");
        }
        if (written is not null)
            terminal.Console.WriteLine($"Wrote {written} ({Format.Bytes(new FileInfo(written).Length)}), its quality card in it: see 'faissnet info'.");
    }

    public static void WriteJson(Terminal terminal, Recommendation found, RetentionMetric metric, string? written) => Json.Write(terminal, writer =>
    {
        writer.WriteStartObject();
        writer.WriteString("retention_of", Name(metric));
        writer.WriteString("reason", found.Reason);
        writer.WritePropertyName("winner");
        if (found.Winner is { } winner)
            WriteTrial(writer, winner);
        else
            writer.WriteNullValue();
        writer.WriteStartArray("alternatives");
        foreach (AdvisorTrial alternative in found.Alternatives)
            WriteTrial(writer, alternative);
        writer.WriteEndArray();
        writer.WriteStartArray("limits");
        foreach (LimitFinding limit in found.Limits)
        {
            writer.WriteStartObject();
            writer.WriteString("limit", Name(limit.Limit));
            writer.WriteNumber("value", limit.Value);
            writer.WriteBoolean("binds", limit.Binds);
            writer.WritePropertyName("best");
            if (limit.Best is { } best)
                WriteTrial(writer, best);
            else
                writer.WriteNullValue();
            writer.WriteEndObject();
        }
        writer.WriteEndArray();
        if (found.Measured is { } measured)
            WriteMeasured(writer, measured);
        writer.WriteString("output", written);
        writer.WriteEndObject();
    });

    private static void AddRow(Table table, string role, AdvisorTrial trial) => table.AddRow(
        role, Markup.Escape(trial.ToString()), Format.Count(trial.BytesPerVector), Format.Share(trial.Retention.Value),
        $"{Format.Share(trial.Retention.Low)}–{Format.Share(trial.Retention.High)}", Format.Metric(trial.Metrics.R1), Format.Metric(trial.Metrics.R10),
        Number(trial.Latency), Format.Bytes(trial.MemoryBytes), string.Join(", ", trial.Breaks.Select(Name)));

    private static void WriteTrial(Utf8JsonWriter writer, AdvisorTrial trial)
    {
        writer.WriteStartObject();
        writer.WriteString("index", trial.Factory);
        writer.WriteString("family", trial.Family);
        if (trial.NProbe is { } lists)
            writer.WriteNumber("nprobe", lists);
        if (trial.RefineFactor is { } factor)
            writer.WriteNumber("refine_factor", factor);
        writer.WriteNumber("bytes_per_vector", trial.BytesPerVector);
        writer.WriteNumber("memory_bytes", trial.MemoryBytes);
        writer.WriteNumber("latency_ms", trial.Latency);
        writer.WriteNumber("r1", trial.Metrics.R1);
        writer.WriteNumber("r10", trial.Metrics.R10);
        WriteInterval(writer, "retention", trial.Retention);
        writer.WriteStartArray("breaks");
        foreach (AdvisorLimit limit in trial.Breaks)
            writer.WriteStringValue(Name(limit));
        writer.WriteEndArray();
        writer.WriteEndObject();
    }

    private static void WriteMeasured(Utf8JsonWriter writer, RetrievalResult measured)
    {
        writer.WriteStartObject("measured");
        writer.WriteNumber("queries", measured.Metrics.QueryCount);
        writer.WriteNumber("r1", measured.Metrics.R1);
        writer.WriteNumber("r10", measured.Metrics.R10);
        writer.WriteNumber("float_r1", measured.FloatMetrics.R1);
        writer.WriteNumber("float_r10", measured.FloatMetrics.R10);
        WriteInterval(writer, "kept_r1", measured.KeptR1Interval);
        WriteInterval(writer, "kept_r10", measured.KeptR10Interval);
        WriteInterval(writer, "kept_ndcg10", measured.KeptNdcg10Interval);
        writer.WriteNumber("latency_p50_ms", measured.Cost.LatencyP50);
        writer.WriteNumber("latency_p99_ms", measured.Cost.LatencyP99);
        writer.WriteNumber("qps", measured.Cost.QueriesPerSecond);
        writer.WriteEndObject();
    }

    private static void WriteInterval(Utf8JsonWriter writer, string name, ConfidenceInterval interval)
    {
        writer.WriteStartObject(name);
        writer.WriteNumber("value", interval.Value);
        writer.WriteNumber("low", interval.Low);
        writer.WriteNumber("high", interval.High);
        writer.WriteEndObject();
    }

    private static string Name(AdvisorLimit limit) => limit switch
    {
        AdvisorLimit.Bytes => "bytes",
        AdvisorLimit.Retention => "retention",
        AdvisorLimit.Latency => "latency",
        _ => "memory",
    };

    private static string Name(RetentionMetric metric) => metric switch
    {
        RetentionMetric.R1 => "R@1",
        RetentionMetric.R10 => "R@10",
        _ => "nDCG@10",
    };

    private static string Number(double value) => value.ToString(value < 10 ? "0.000" : "0.0", CultureInfo.InvariantCulture);
}
