namespace Bindgen;

/// <summary>A file to be written, with its name inside the output folder.</summary>
internal sealed record GeneratedFile(string Name, string Text);
