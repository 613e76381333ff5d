using System.Runtime.CompilerServices;

namespace FaissNet.Kernels;

/// <summary>A <see cref="ScalarCodeFormat"/> as a type argument, so that the bodies are compiled for each.</summary>
internal unsafe interface IScalarCode
{
    /// <summary>Components after which a component begins a byte again; vectors begin only there.</summary>
    static abstract int Group { get; }

    /// <summary>Numbers of a code from component <paramref name="k"/> on, as many as there are lanes.</summary>
    static abstract TVector Load<TLanes, TVector>(byte* code, int k)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct;
}

/// <summary><see cref="ScalarCodeFormat.Bytes"/>.</summary>
internal readonly unsafe struct ByteCode : IScalarCode
{
    public static int Group => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TLanes, TVector>(byte* code, int k)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => TLanes.LoadBytes(code + k);
}

/// <summary><see cref="ScalarCodeFormat.Nibbles"/>.</summary>
internal readonly unsafe struct NibbleCode : IScalarCode
{
    public static int Group => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TLanes, TVector>(byte* code, int k)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => TLanes.LoadNibbles(code, k);
}

/// <summary><see cref="ScalarCodeFormat.SixBits"/>.</summary>
internal readonly unsafe struct SixBitCode : IScalarCode
{
    public static int Group => 4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TLanes, TVector>(byte* code, int k)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => TLanes.LoadSixBits(code, k);
}

/// <summary><see cref="ScalarCodeFormat.Halves"/>.</summary>
internal readonly unsafe struct HalfCode : IScalarCode
{
    public static int Group => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TLanes, TVector>(byte* code, int k)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => TLanes.LoadHalves((ushort*)code + k);
}

/// <summary><see cref="ScalarCodeFormat.BFloats"/>.</summary>
internal readonly unsafe struct BFloatCode : IScalarCode
{
    public static int Group => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TLanes, TVector>(byte* code, int k)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct => TLanes.LoadBFloats((ushort*)code + k);
}
