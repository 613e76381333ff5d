using System.Text.Json.Serialization;

namespace FaissNet.Evaluation;

/// <summary>How cards become JSON, compiled ahead, so that trimmed programs have it too.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UseStringEnumConverter = true,
    RespectNullableAnnotations = true,
    IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(QualityCard))]
internal sealed partial class QualityJson : JsonSerializerContext;
