namespace FaissNet.Storage;

/// <summary>What is said to whoever tries to change codes that are those of a mapped file.</summary>
internal static class ReadOnlyStorage
{
    public static InvalidOperationException Error()
        => new("The index is mapped to its file and cannot be changed; load it without mapping, or change a clone of it.");
}
