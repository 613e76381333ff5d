using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace FaissNet.Storage;

/// <summary>
/// A lease of the Linux kernel on a file that is open for reading: whoever opens the file for writing, or cuts it off, waits until the lease is
/// given back, and its holder is told by a signal. Without one, a file that shrinks under a map ends the process with SIGBUS at the next access,
/// however often its length is looked at before.
/// </summary>
/// <remarks>
/// The kernel waits for /proc/sys/fs/lease-break-time, 45 seconds by default. It gives leases to the owner of the file and to processes with
/// CAP_LEASE. See fcntl(2), F_SETLEASE.
/// </remarks>
[SupportedOSPlatform("linux")]
internal static partial class FileLease
{
    private const int SetSignal = 10;
    private const int SetLease = 1024;
    private const int GetLease = 1025;
    private const int ReadLock = 0;
    private const int Unlock = 2;

    /// <summary>EAGAIN: somebody has the file open for writing.</summary>
    private const int TryAgain = 11;

    /// <summary>The waits before further tries grow by a millisecond each up to this, to a fifth of a second in all.</summary>
    private const int MostWait = 20;

    /// <summary>Ignored by a process that has no handler for it, unlike the signal that the kernel would send by itself.</summary>
    private const int SigUrg = 23;

    private static readonly Lock s_lock = new();
    private static readonly List<WeakReference<MappedFile>> s_holders = [];
    private static PosixSignalRegistration? s_registration;

    /// <summary>Takes a lease on the file of <paramref name="holder"/>, whose <see cref="MappedFile.YieldLease"/> is called before somebody else may write.</summary>
    /// <remarks>
    /// The kernel gives none while the file is open for writing. A process that is just being started has all files open that its parent had at that
    /// moment, also one that has been closed since, until it runs its own program: a file that was written just now may need another try.
    /// </remarks>
    /// <returns>Whether the kernel has given one.</returns>
    public static bool TryTake(SafeFileHandle file, MappedFile holder)
    {
        try
        {
            for (int wait = 0; wait < MostWait; wait++)
            {
                if (TryTakeNow(file, holder))
                    return true;
                if (Marshal.GetLastPInvokeError() != TryAgain)
                    return false;
                Thread.Sleep(wait);
            }
        }
        catch (Exception e) when (e is DllNotFoundException or EntryPointNotFoundException or PlatformNotSupportedException)
        {
            // Then there are no leases here.
        }
        return false;
    }

    /// <summary>Whether somebody waits for the lease.</summary>
    public static bool IsBreaking(SafeFileHandle file) => Call(file, GetLease, 0) != ReadLock;

    /// <summary>Gives the lease back.</summary>
    public static void Release(SafeFileHandle file) => Call(file, SetLease, Unlock);

    private static bool TryTakeNow(SafeFileHandle file, MappedFile holder)
    {
        lock (s_lock)
        {
            s_registration ??= PosixSignalRegistration.Create((PosixSignal)SigUrg, static _ => OnSignal());
            s_holders.RemoveAll(static reference => !reference.TryGetTarget(out _));
            // Listed first: the signal may come at once.
            var listed = new WeakReference<MappedFile>(holder);
            s_holders.Add(listed);
            if (Call(file, SetSignal, SigUrg) == 0 && Call(file, SetLease, ReadLock) == 0)
                return true;
            s_holders.Remove(listed);
            return false;
        }
    }

    private static void OnSignal()
    {
        MappedFile[] holders;
        lock (s_lock)
            holders = [.. s_holders.Select(static reference => reference.TryGetTarget(out MappedFile? file) ? file : null).OfType<MappedFile>()];
        foreach (MappedFile file in holders)
            file.YieldLease();
    }

    private static int Call(SafeFileHandle file, int command, nint argument)
    {
        bool added = false;
        try
        {
            file.DangerousAddRef(ref added);
            return FileControl((int)file.DangerousGetHandle(), command, argument);
        }
        finally
        {
            if (added)
                file.DangerousRelease();
        }
    }

    [LibraryImport("libc", EntryPoint = "fcntl", SetLastError = true)]
    private static partial int FileControl(int file, int command, nint argument);
}
