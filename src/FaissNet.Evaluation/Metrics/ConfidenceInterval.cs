namespace FaissNet.Evaluation;

/// <summary>A measured value and the interval in which it lies with the confidence that was asked for.</summary>
/// <param name="Value">What was measured.</param>
/// <param name="Low">Lower end.</param>
/// <param name="High">Upper end.</param>
public readonly record struct ConfidenceInterval(double Value, double Low, double High);
