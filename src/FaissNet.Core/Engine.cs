namespace FaissNet;

/// <summary>Who does the work behind an index.</summary>
public enum Engine
{
    /// <summary>C# for every type that it implements, native FAISS for the rest.</summary>
    Auto = 0,

    /// <summary>The pure C# engine: no native library, any operating system.</summary>
    Managed = 1,

    /// <summary>FAISS itself, through <c>libfaissnet</c>.</summary>
    Native = 2,
}
