using System.Runtime.InteropServices;

namespace FaissNet.Kernels;

/// <summary>
/// Memory whose last element is followed by a page that must not be touched, so that a kernel reading or writing one byte too far
/// ends the test run instead of going unnoticed. Elsewhere than on Linux it is ordinary memory, which <see cref="IsGuarded"/> tells.
/// </summary>
internal sealed unsafe partial class GuardedMemory<T> : IDisposable
    where T : unmanaged
{
    private const int ReadWrite = 3;
    private const int PrivateAnonymous = 0x22;
    private static readonly nint s_failed = -1;

    private readonly byte* _start;
    private readonly nuint _length;

    public GuardedMemory(long count)
    {
        Count = count;
        nuint bytes = (nuint)(count * sizeof(T));
        nuint page = (nuint)Environment.SystemPageSize;
        _length = ((bytes + page - 1) / page * page) + page;
        if (IsGuarded)
        {
            nint start = Map(0, _length, ReadWrite, PrivateAnonymous, -1, 0);
            if (start == s_failed || Protect(start + (nint)(_length - page), page, 0) != 0)
                throw new InvalidOperationException("The system refused memory for a test.");
            _start = (byte*)start;
        }
        else
        {
            _start = (byte*)NativeMemory.AllocZeroed(_length);
        }

        Pointer = (T*)(_start + (_length - page - bytes));
    }

    public static bool IsGuarded => OperatingSystem.IsLinux();

    public long Count { get; }

    public T* Pointer { get; }

    public Span<T> Span => new(Pointer, (int)Count);

    public void Dispose()
    {
        if (IsGuarded)
            _ = Unmap((nint)_start, _length);
        else
            NativeMemory.Free(_start);
    }

    private static nint Map(nint address, nuint length, int protection, int flags, int file, long offset) =>
        Native.mmap(address, length, protection, flags, file, offset);

    private static int Protect(nint address, nuint length, int protection) => Native.mprotect(address, length, protection);

    private static int Unmap(nint address, nuint length) => Native.munmap(address, length);
}

/// <summary>The three calls of the C library behind <see cref="GuardedMemory{T}"/>.</summary>
internal static partial class Native
{
    [LibraryImport("libc")]
    internal static partial nint mmap(nint address, nuint length, int protection, int flags, int file, long offset);

    [LibraryImport("libc")]
    internal static partial int mprotect(nint address, nuint length, int protection);

    [LibraryImport("libc")]
    internal static partial int munmap(nint address, nuint length);
}
