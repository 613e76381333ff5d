using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace FaissSharp;

/// <summary>
/// What native code calls back: it finds this object by a handle. No exception may pass through native frames, so the first one is kept here
/// and thrown when the native function has returned.
/// </summary>
internal abstract unsafe class ManagedCallback
{
    // Weak, so that the object lives as long as something managed refers to it; whoever lets native code call back does.
    private readonly GCHandle _self;
    private ExceptionDispatchInfo? _failure;

    protected ManagedCallback() => _self = GCHandle.Alloc(this, GCHandleType.Weak);

    ~ManagedCallback() => _self.Free();

    /// <summary>What native code hands back.</summary>
    public void* Context => (void*)GCHandle.ToIntPtr(_self);

    public bool HasFailed => Volatile.Read(ref _failure) is not null;

    public static T From<T>(void* context)
        where T : ManagedCallback
        => (T)GCHandle.FromIntPtr((nint)context).Target!;

    public void Fail(Exception exception) => Interlocked.CompareExchange(ref _failure, ExceptionDispatchInfo.Capture(exception), null);

    /// <summary>Throws what was kept, in every call that may have missed an answer because of it.</summary>
    public void ThrowIfFailed() => Volatile.Read(ref _failure)?.Throw();
}
