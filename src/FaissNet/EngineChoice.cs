namespace FaissNet;

/// <summary>Which engine an index would get, and why.</summary>
/// <param name="Engine"><see cref="Engine.Managed"/> or <see cref="Engine.Native"/>, never <see cref="Engine.Auto"/>.</param>
/// <param name="Reason">A sentence for logs and for people.</param>
public sealed record EngineChoice(Engine Engine, string Reason);
