namespace FaissNet.Kernels;

/// <summary>
/// The vector operations that the float kernels need, so that a body is written once and compiled per width. The just-in-time
/// compiler specializes a body for each struct that implements this, so no call through the interface remains.
/// </summary>
/// <typeparam name="TVector">The vector type: <see cref="float"/> itself, or a 128-, 256- or 512-bit vector of floats.</typeparam>
internal unsafe partial interface ILanes<TVector>
    where TVector : struct
{
    /// <summary>Floats per vector.</summary>
    static abstract int Width { get; }

    /// <summary>All lanes zero.</summary>
    static abstract TVector Zero { get; }

    /// <summary>All lanes equal to <paramref name="value"/>.</summary>
    static abstract TVector Broadcast(float value);

    /// <summary>Lane i holds the bit pattern of the integer <paramref name="start"/> + i.</summary>
    static abstract TVector Indices(int start);

    /// <summary>Reads <see cref="Width"/> floats; no alignment is needed.</summary>
    static abstract TVector Load(float* source);

    /// <summary>Reads <see cref="Width"/> bytes and converts them to floats.</summary>
    static abstract TVector LoadBytes(byte* source);

    /// <summary>Writes <see cref="Width"/> floats.</summary>
    static abstract void Store(TVector value, float* destination);

    /// <summary>left + right.</summary>
    static abstract TVector Add(TVector left, TVector right);

    /// <summary>left − right.</summary>
    static abstract TVector Subtract(TVector left, TVector right);

    /// <summary>left · right.</summary>
    static abstract TVector Multiply(TVector left, TVector right);

    /// <summary>left · right + addend, fused where the processor fuses.</summary>
    static abstract TVector MultiplyAdd(TVector left, TVector right, TVector addend);

    /// <summary>Zero where the lane is negative, else the lane; NaN stays NaN.</summary>
    static abstract TVector ClampNegative(TVector value);

    /// <summary>A mask whose last <paramref name="count"/> lanes have all bits set and whose others are zero.</summary>
    static abstract TVector LastLanes(int count);

    /// <summary>Bitwise and.</summary>
    static abstract TVector And(TVector left, TVector right);

    /// <summary>A mask of the lanes where left &gt; right; false where either is NaN.</summary>
    static abstract TVector GreaterThan(TVector left, TVector right);

    /// <summary>Lane by lane, left where left &gt; right, else right, which is also what stays where left is NaN.</summary>
    static abstract TVector Larger(TVector left, TVector right);

    /// <summary>Lane by lane, <paramref name="whenSet"/> where the mask is set, else <paramref name="otherwise"/>.</summary>
    static abstract TVector Select(TVector mask, TVector whenSet, TVector otherwise);

    /// <summary>Bitwise or.</summary>
    static abstract TVector Or(TVector left, TVector right);

    /// <summary>Whether any lane of a mask is set.</summary>
    static abstract bool Any(TVector mask);

    /// <summary>Adds an integer to lanes that hold integers, as <see cref="Indices"/> makes them.</summary>
    static abstract TVector AddToIndices(TVector indices, int offset);

    /// <summary>One bit per lane of left &gt; right, lane 0 lowest.</summary>
    static abstract uint GreaterThanBits(TVector left, TVector right);

    /// <summary>The largest lane; no lane is NaN.</summary>
    static abstract float MaxLane(TVector value);

    /// <summary>The smallest of the lanes that hold integers, where the mask is set; <see cref="int.MaxValue"/> where none is.</summary>
    static abstract int MinIndex(TVector mask, TVector indices);

    /// <summary>A mask of the lanes that are equal.</summary>
    static abstract TVector Equal(TVector left, TVector right);

    /// <summary>The sum of all lanes.</summary>
    static abstract float Sum(TVector value);
}
