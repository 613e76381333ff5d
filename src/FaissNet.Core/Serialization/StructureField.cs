namespace FaissNet;

/// <summary>A number, truth value or text that a FAISS file states about one of its parts.</summary>
/// <param name="Name">FAISS's name of the field, e.g. <c>nlist</c>.</param>
/// <param name="Value">A <see cref="long"/>, <see cref="double"/>, <see cref="bool"/> or <see cref="string"/>.</param>
public readonly record struct StructureField(string Name, object Value);
