using System.Runtime.InteropServices;

namespace FaissSharp;

/// <summary>A number in native memory that native code looks at while it works. One is kept for each thread, and a few where scopes nest.</summary>
internal sealed unsafe class InterruptFlag
{
    [ThreadStatic]
    private static InterruptFlag? s_spare;

    private readonly int* _value = (int*)NativeMemory.AllocZeroed(sizeof(int));

    private InterruptFlag()
    {
    }

    ~InterruptFlag() => NativeMemory.Free(_value);

    public int* Pointer => _value;

    /// <summary>A flag that is not raised.</summary>
    public static InterruptFlag Rent()
    {
        InterruptFlag flag = s_spare ?? new InterruptFlag();
        s_spare = null;
        Volatile.Write(ref *flag._value, 0);
        return flag;
    }

    /// <summary>To be called on the thread that has rented it, when nobody raises or reads it any more.</summary>
    public void Return() => s_spare = this;

    public void Raise() => Volatile.Write(ref *_value, 1);
}
