namespace FaissNet;

/// <summary>How an index file is opened.</summary>
public sealed record LoadOptions
{
    /// <summary>The options that apply where none are given: everything is read into memory.</summary>
    public static LoadOptions Default { get; } = new();

    /// <summary>
    /// Whether codes, vectors and inverted lists are used where they are in the file instead of being copied into memory. Opening then takes
    /// next to no time and memory whatever the size; the system reads what searches touch, and processes that map the same file share it. The
    /// index is read-only, its results are the same. Types whose memory is laid out unlike their files are read all the same. Default false.
    /// FAISS: <c>IO_FLAG_MMAP</c>.
    /// </summary>
    /// <remarks>
    /// <para>A file that shrinks under a map would end the process at the next access. So the file is guarded: on Windows nobody can write to it
    /// while it is mapped; on Linux the kernel holds up whoever opens it for writing until the index has let go of it, and from then on every
    /// use of the index is refused with an <see cref="IOException"/>. Linux does that for files that the process owns (or with the capability CAP_LEASE), on most local file systems, as
    /// long as nobody has the file open for writing. Where it does not, mapping is refused, unless <see cref="AllowUnguardedMap"/> says otherwise.</para>
    /// <para>Replacing the file by renaming another over it, as <see cref="VectorIndex.Save(string, BuildOptions?)"/> does, disturbs nobody.</para>
    /// </remarks>
    public bool MemoryMap { get; init; }

    /// <summary>
    /// Whether a file may be mapped that the system does not guard: whoever sets it promises that nobody writes to the file in place. Length and
    /// time of the last change are compared before and after each use, and a change is refused with an <see cref="IOException"/>; but a file
    /// that is cut off during a use ends the process. Default false.
    /// </summary>
    public bool AllowUnguardedMap { get; init; }

    /// <summary>Stops the reading between two blocks.</summary>
    public CancellationToken CancellationToken { get; init; }
}
