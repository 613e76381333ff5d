namespace Bindgen;

/// <summary>A failure whose message says all that the user needs.</summary>
internal sealed class BindgenException(string message) : Exception(message);
