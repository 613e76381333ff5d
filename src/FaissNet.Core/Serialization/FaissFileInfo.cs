using FaissNet.Serialization;

namespace FaissNet;

/// <summary>What a FAISS file holds, as <see cref="FaissFile"/> found it without loading it.</summary>
public sealed class FaissFileInfo
{
    internal FaissFileInfo(IndexStructure index, long length, bool isBinary, string? whyNotManaged, string? whyNotNative, Version minimumFaissVersion)
    {
        Index = index;
        Length = length;
        IsBinary = isBinary;
        WhyNotManaged = whyNotManaged;
        WhyNotNative = whyNotNative;
        MinimumFaissVersion = minimumFaissVersion;
    }

    /// <summary>The index and all that is nested in it.</summary>
    public IndexStructure Index { get; }

    /// <summary>
    /// The index as a factory string, e.g. <c>IVF1024,PQ16np</c>. Parts that FAISS's factory cannot make are called by their class. A file does not tell
    /// whether product codes were trained for polysemous search; they are given as <c>np</c>.
    /// </summary>
    public string Description => StructureDescription.Of(Index);

    /// <summary>Bytes of the file, or of the stream from where it was read; of a stream that cannot tell, those of the index.</summary>
    public long Length { get; }

    /// <summary>What was measured on the index, if its file says so: <see cref="VectorIndex.QualityCard"/>.</summary>
    public string? QualityCard { get; internal init; }

    /// <summary>Bytes behind the index, where FAISS does not look.</summary>
    public long TrailerLength => Length - Index.Length;

    /// <summary>
    /// Whether it is a binary index (<see cref="FaissNet.BinaryIndex"/>) or one of float vectors (<see cref="VectorIndex"/>).
    /// </summary>
    public bool IsBinary { get; }

    /// <summary>Number of components, or of bits, of a vector.</summary>
    public int Dimension => Index.Header.Dimension;

    /// <summary>Number of stored vectors. FAISS: <c>ntotal</c>.</summary>
    public long Count => Index.Header.Count;

    /// <summary>Whether the index is trained.</summary>
    public bool IsTrained => Index.Header.IsTrained;

    /// <summary>Whether the C# engine reads this file.</summary>
    public bool IsManagedReadable => WhyNotManaged is null;

    /// <summary>A sentence that says why the C# engine does not read this file; <c>null</c> if it does.</summary>
    public string? WhyNotManaged { get; }

    /// <summary>
    /// Whether FAISS may open this file, if it is <see cref="MinimumFaissVersion"/> or newer. FAISS's own reader trusts its input; this says that every count and reference that it would follow
    /// has been checked, and that it can be searched without ending the process.
    /// </summary>
    public bool IsNativeSafe => WhyNotNative is null;

    /// <summary>A sentence that says why FAISS should not open this file, whatever its version; <c>null</c> if it may.</summary>
    public string? WhyNotNative { get; }

    /// <summary>
    /// The first version of FAISS that has everything in this file, at least 1.7.3. Older ones refuse it, or read it and end the process
    /// when they search.
    /// </summary>
    public Version MinimumFaissVersion { get; }
}
