using System.Text.Json;

namespace FaissNet.Evaluation;

/// <summary>Writes what was measured as JSON: an array with an object for each technique of each evaluation.</summary>
/// <remarks>
/// The keys are <c>index</c>, <c>bytes_per_vector</c>, <c>r1</c>, <c>r5</c>, <c>r10</c>, <c>mrr10</c>, <c>ndcg10</c>, <c>map10</c>,
/// <c>kept_r1</c>, <c>kept_r10</c>, <c>neighbour_recall10</c>, <c>qps</c>, <c>train_s</c>, <c>add_s</c>, in this order, then those that came
/// later: ends of intervals (<c>…_low</c>, <c>…_high</c>), <c>kept_ndcg10</c>, <c>ceiling_…</c>, <c>probing_loss_r1</c>, <c>float_…</c>,
/// <c>rank_correlation</c>, <c>score_error_p05</c>, <c>…_p50</c>, <c>…_p95</c>, <c>latency_p50_ms</c>, <c>latency_p99_ms</c>,
/// <c>file_bytes</c>, <c>peak_bytes</c>, <c>data</c>, <c>metric</c>, <c>vectors</c>, <c>queries</c>, <c>dimension</c>. What does not apply is null.
/// </remarks>
public static class JsonReport
{
    /// <summary>Writes the array.</summary>
    public static void Write(Utf8JsonWriter writer, params IReadOnlyList<RetrievalReport> reports)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(reports);
        writer.WriteStartArray();
        foreach (RetrievalReport report in reports)
        {
            foreach (RetrievalResult result in report.Results)
            {
                writer.WriteStartObject();
                foreach ((string key, object? value) in ResultFields.Of(report, result))
                    WriteField(writer, key, value);
                writer.WriteEndObject();
            }
        }
        writer.WriteEndArray();
    }

    private static void WriteField(Utf8JsonWriter writer, string key, object? value)
    {
        switch (value)
        {
            case string text:
                writer.WriteString(key, text);
                break;
            case long number:
                writer.WriteNumber(key, number);
                break;
            case double number when double.IsFinite(number):
                writer.WriteNumber(key, number);
                break;
            default:
                writer.WriteNull(key);
                break;
        }
    }
}
