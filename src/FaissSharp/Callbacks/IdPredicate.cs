using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace FaissSharp;

/// <summary>A predicate that native code asks.</summary>
internal sealed unsafe class IdPredicate(Func<long, bool> predicate) : ManagedCallback
{
    public static delegate* unmanaged[Cdecl]<void*, long, int> Function => &Ask;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Ask(void* context, long id)
    {
        IdPredicate self = From<IdPredicate>(context);
        try
        {
            // Once it has failed the result is lost, so the rest is passed over.
            return !self.HasFailed && self.Matches(id) ? 1 : 0;
        }
        catch (Exception e)
        {
            self.Fail(e);
            return 0;
        }
    }

    private bool Matches(long id) => predicate(id);
}
