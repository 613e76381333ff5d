using System.IO.MemoryMappedFiles;
using System.Runtime.InteropServices;

namespace FaissNet.Storage;

/// <summary>
/// A whole file, mapped read-only, shared by the indexes that use parts of it. The file stays open, so that replacing it by renaming another, as this
/// library saves, leaves the map as it is.
/// </summary>
/// <remarks>
/// A guarded file cannot change under the map: Windows refuses writers; Linux holds them up by a <see cref="FileLease"/> until the map has been replaced
/// by zeros, which searches that are under way may read to their end, and are then refused. Elsewhere length and time of the last change
/// are compared before and after each use, which sees changes but cannot prevent them.
/// </remarks>
internal sealed unsafe partial class MappedFile : IDisposable
{
    private const int Protect = 1;
    private const int PrivateFixedAnonymous = 0x2 | 0x10 | 0x20;

    private readonly Lock _lock = new();
    private readonly FileStream _stream;
    private readonly MemoryMappedFile _map;
    private readonly MemoryMappedViewAccessor _view;
    private readonly DateTime _lastWrite;
    private readonly bool _hasLease;
    private byte* _pointer;
    private int _users = 1;
    private volatile bool _isAbandoned;

    private MappedFile(FileStream stream, bool allowUnguarded)
    {
        _stream = stream;
        Path = stream.Name;
        // First of all: from here on nobody writes.
        _hasLease = OperatingSystem.IsLinux() && FileLease.TryTake(stream.SafeFileHandle, this);
        if (!_hasLease && !OperatingSystem.IsWindows() && !allowUnguarded)
        {
            throw new NotSupportedException(
                $"{Path} cannot be mapped safely: the system does not keep others from cutting it off, which would end this process. "
                + $"On Linux it does for files that the process owns, on most local file systems, while nobody has them open for writing. Set {nameof(LoadOptions)}."
                + $"{nameof(LoadOptions.AllowUnguardedMap)} where nobody changes the file in place, or load it without mapping.");
        }
        Length = stream.Length;
        _lastWrite = File.GetLastWriteTimeUtc(stream.SafeFileHandle);
        _map = MemoryMappedFile.CreateFromFile(stream, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
        _view = _map.CreateViewAccessor(0, 0, MemoryMappedFileAccess.Read);
        _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _pointer);
    }

    /// <summary>The first byte of the file. There are <see cref="Length"/>; nothing behind the last may be read.</summary>
    public byte* Pointer => _pointer;

    public long Length { get; }

    public string Path { get; }

    /// <summary>Maps a file that is open for reading, which then belongs to the map.</summary>
    /// <exception cref="NotSupportedException">The system cannot guard the file, and unguarded ones are not allowed.</exception>
    public static MappedFile Open(FileStream stream, bool allowUnguarded)
    {
        try
        {
            return new MappedFile(stream, allowUnguarded);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Counts one more user; each calls <see cref="Dispose"/> once.</summary>
    public MappedFile Share()
    {
        Interlocked.Increment(ref _users);
        return this;
    }

    /// <summary>To be called before bytes are used and again before anything is made of them.</summary>
    /// <exception cref="IOException">The file has changed since it was mapped, or is about to.</exception>
    public void ThrowIfChanged()
    {
        if (_isAbandoned || (!_hasLease && !OperatingSystem.IsWindows() && LooksChanged()))
        {
            throw new IOException(
                $"{Path} has been opened for writing or has changed since the index was mapped to it, so the index can no longer be used; load it again.");
        }
    }

    /// <summary>Called when somebody may want to write: lets go of the file if it is so.</summary>
    public void YieldLease()
    {
        if (!OperatingSystem.IsLinux())
            return;
        lock (_lock)
        {
            if (_pointer == null || _isAbandoned || !FileLease.IsBreaking(_stream.SafeFileHandle))
                return;
            _isAbandoned = true;
            // In the place of the file; atomically, so that other threads may be reading there.
            nuint pages = (nuint)((Length + Environment.SystemPageSize - 1) / Environment.SystemPageSize * Environment.SystemPageSize);
            if (Map(_pointer, pages, Protect, PrivateFixedAnonymous, -1, 0) == _pointer)
                FileLease.Release(_stream.SafeFileHandle);
        }
    }

    public void Dispose()
    {
        if (Interlocked.Decrement(ref _users) > 0)
            return;
        lock (_lock)
        {
            if (_pointer != null)
                _view.SafeMemoryMappedViewHandle.ReleasePointer();
            _pointer = null;
            _view.Dispose();
            _map.Dispose();
            _stream.Dispose();
        }
    }

    private bool LooksChanged()
        => RandomAccess.GetLength(_stream.SafeFileHandle) != Length || File.GetLastWriteTimeUtc(_stream.SafeFileHandle) != _lastWrite;

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial byte* Map(byte* address, nuint length, int protection, int flags, int file, nint offset);
}
