using System.Runtime.InteropServices;

namespace FaissSharp;

/// <summary>
/// What the handles have in common: zero is invalid, and the native object is freed once, by Dispose or by the finalizer.
/// </summary>
public abstract class FaissHandle : SafeHandle
{
    private protected FaissHandle()
        : base(0, ownsHandle: true)
    {
    }

    /// <inheritdoc/>
    public override bool IsInvalid => handle == 0;
}
