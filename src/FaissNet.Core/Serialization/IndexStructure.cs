using FaissNet.Serialization;

namespace FaissNet;

/// <summary>A part of a FAISS file: an index, a transform or the inverted lists, with the parts nested in it.</summary>
/// <remarks>Thread-safety: immutable once <see cref="FaissFile"/> has returned it.</remarks>
public sealed class IndexStructure
{
    private readonly List<StructureField> _fields = [];
    private readonly List<IndexStructure> _children = [];

    internal IndexStructure(string role, string fourcc, string className, long offset)
    {
        Role = role;
        Fourcc = fourcc;
        ClassName = className;
        Offset = offset;
    }

    /// <summary>What the part is to its parent: <c>index</c>, <c>quantizer</c>, <c>transform</c>, <c>storage</c>, <c>lists</c>, …</summary>
    public string Role { get; }

    /// <summary>The four letters that name the type in the file, e.g. <c>IwPQ</c>.</summary>
    public string Fourcc { get; }

    /// <summary>The class in FAISS, e.g. <c>IndexIVFPQ</c>.</summary>
    public string ClassName { get; internal set; }

    /// <summary>Where the part begins, in bytes from the beginning of the index.</summary>
    public long Offset { get; }

    /// <summary>Bytes of the part, with all that is nested in it.</summary>
    public long Length { get; internal set; }

    /// <summary>What the file states about the part, under FAISS's names and in the file's order.</summary>
    public IReadOnlyList<StructureField> Fields => _fields;

    /// <summary>The parts nested in it, in the file's order.</summary>
    public IReadOnlyList<IndexStructure> Children => _children;

    internal IndexHeader Header { get; set; }

    /// <summary>
    /// Smallest and largest id that a search of this index can return; known for inverted files only where a parent needs it.
    /// </summary>
    internal (long Smallest, long Largest) Ids { get; set; }

    /// <summary>The index of the managed engine, when the file is loaded and not just looked at.</summary>
    internal IDisposable? Loaded { get; set; }

    /// <summary>Whether its header says that parts of it follow the index.</summary>
    internal bool HasSections { get; set; }

    /// <summary>What the trailer makes of the part, as a factory string has it: <c>Modality</c>, <c>Hub</c>, …</summary>
    internal string? OwnName { get; set; }

    /// <summary>The value of a field, or <c>null</c> if the part has none of this name.</summary>
    /// <param name="name">FAISS's name of the field.</param>
    public object? this[string name]
    {
        get
        {
            foreach (StructureField field in _fields)
            {
                if (field.Name == name)
                    return field.Value;
            }
            return null;
        }
    }

    /// <summary>This part and all below it, parents first.</summary>
    public IEnumerable<IndexStructure> Descend()
    {
        yield return this;
        foreach (IndexStructure child in _children)
        {
            foreach (IndexStructure part in child.Descend())
                yield return part;
        }
    }

    /// <summary>The class, the fourcc and the size.</summary>
    public override string ToString() => $"{ClassName} ({Fourcc}, {Length} bytes)";

    internal void Add(string name, object value) => _fields.Add(new StructureField(name, value));

    internal void Add(IndexStructure child) => _children.Add(child);
}
