namespace FaissSharp;

/// <summary>
/// While it lives, a cancellation token stops what its thread does in native code: trainings, additions and searches look now and then and
/// fail with a <see cref="FaissInterruptedException"/>. A training that was stopped leaves an index that is good for nothing but
/// being disposed; an addition may have added the first of its vectors. Scopes may nest; the innermost counts.
/// </summary>
public unsafe ref struct FaissInterrupt : IDisposable
{
    [ThreadStatic]
    private static int* s_current;

    private readonly int* _outer;
    private InterruptFlag? _flag;
    private CancellationTokenRegistration _registration;

    /// <summary>Lets a token stop native calls of this thread until the scope is disposed. One that cannot be cancelled costs nothing.</summary>
    public FaissInterrupt(CancellationToken cancellationToken)
    {
        _outer = s_current;
        if (!cancellationToken.CanBeCanceled)
            return;
        _flag = InterruptFlag.Rent();
        _registration = cancellationToken.UnsafeRegister(static flag => ((InterruptFlag)flag!).Raise(), _flag);
        Enter(_flag.Pointer);
    }

    /// <summary>Gives the thread back to the scope around this one.</summary>
    public void Dispose()
    {
        if (_flag is not { } flag)
            return;
        _flag = null;
        Enter(_outer);
        // Waits for a cancellation that is raising the flag just now.
        _registration.Dispose();
        flag.Return();
    }

    private static void Enter(int* flag)
    {
        FaissNative.faissnet_set_interrupt(flag);
        s_current = flag;
    }
}
