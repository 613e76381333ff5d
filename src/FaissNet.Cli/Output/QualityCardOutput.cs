using System.Globalization;
using System.Text.Json;
using FaissNet.Evaluation;
using Spectre.Console;

namespace FaissNet.Cli;

/// <summary>Shows the quality card of an index file.</summary>
internal static class QualityCardOutput
{
    public static void Write(Terminal terminal, string text)
    {
        QualityCard card;
        try
        {
            card = QualityCard.Parse(text);
        }
        catch (FormatException e)
        {
            // What it says of the index is still worth showing, and a newer card is no damage.
            terminal.Console.WriteLine($"Quality card: {e.Message}");
            return;
        }
        QualityMetrics metrics = card.Metrics;
        string depth = string.Join(", ", new[]
        {
            card.Index.NProbe is { } lists ? $"nprobe {Format.Count(lists)}" : null,
            card.Index.RefineFactor is { } factor ? string.Create(CultureInfo.InvariantCulture, $"re-ranking {factor:0.##}×") : null,
        }.OfType<string>());
        string kind = card.Data.IsJudged ? "judged relevance" : "nearest neighbours as relevant";
        string[] lines =
        [
            $"Quality card: {card.Index.Factory}, {card.Index.BytesPerVector.ToString("#,0.##", CultureInfo.InvariantCulture)} bytes a code{(depth.Length > 0 ? ", " + depth : "")}, "
                + $"measured {card.MeasuredAt.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)} by FaissNet {card.EngineVersion} ({card.Engine})",
            $"  on {Format.Count(metrics.QueryCount)} queries ({kind}) over {Format.Count(card.Index.Count)} vectors, data {card.Data.BaseFingerprint}",
            $"  R@1 {Format.Metric(metrics.R1.Value)} (float {Format.Metric(metrics.FloatR1)}), R@10 {Format.Metric(metrics.R10.Value)} (float {Format.Metric(metrics.FloatR10)})",
            $"  kept of R@1 {Interval(metrics.KeptR1)}, of R@10 {Interval(metrics.KeptR10)}, of nDCG@10 {Interval(metrics.KeptNdcg10)}",
            string.Create(CultureInfo.InvariantCulture, $"  {card.Cost.LatencyP50:0.000} ms a query (p99 {card.Cost.LatencyP99:0.000}), {card.Cost.QueriesPerSecond:#,0} queries/s on {card.Cost.ProcessorCount} cores")
                + string.Create(CultureInfo.InvariantCulture, $", modality gap {card.Geometry.ModalityGap:0.00}"),
        ];
        foreach (string line in lines)
            terminal.Console.WriteLine(line);
        if (card.Calibration is { } curve)
        {
            IEnumerable<string> steps = curve.Steps.Select(step => $"{Format.Share(step.Bound)}{Setting(step)}");
            terminal.Console.WriteLine(
                $"  proved with {Format.Share(curve.Confidence)} confidence of {curve.Metric}: {string.Join(", ", steps)}");
        }
    }

    /// <summary>The card as it is, or as a string where it is no JSON.</summary>
    public static void WriteJson(Utf8JsonWriter writer, string text)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(text);
            document.RootElement.WriteTo(writer);
        }
        catch (JsonException)
        {
            writer.WriteStringValue(text);
        }
    }

    private static string Setting(RetentionStep step)
    {
        string[] parts = [.. new[] { step.NProbe is { } lists ? $"nprobe {lists}" : null, step.RefineFactor is { } factor ? $"{factor}×" : null }.OfType<string>()];
        return parts.Length == 0 ? "" : $" at {string.Join(" ", parts)}";
    }

    private static string Interval(ConfidenceInterval kept) => $"{Format.Share(kept.Value)} ({Format.Share(kept.Low)} to {Format.Share(kept.High)})";
}
