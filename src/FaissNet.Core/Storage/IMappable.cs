namespace FaissNet.Storage;

/// <summary>Something that may use codes of a mapped file, which it keeps open until it is disposed, and which makes it read-only.</summary>
internal interface IMappable
{
    MappedFile? File { get; set; }
}
