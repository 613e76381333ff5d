using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace FaissNet.Kernels;

/// <summary>
/// For the 64 rows of a block of <see cref="SignBlocks"/> the sum of whole numbers over the dimensions whose sign is set, exactly: four signs choose
/// one of 16 sums of four numbers by a byte shuffle, and sums of bytes are widened before they can overflow.
/// </summary>
/// <remarks>
/// Tables hold, for each plane of four bits of the numbers and each byte of the signs, 16 sums of the low four dimensions and 16 of the high four, at
/// most 60 each. Numbers of five to eight bits have two planes.
/// </remarks>
internal static unsafe class SignSums
{
    /// <summary>Bits of the numbers that one plane of tables has.</summary>
    public const int PlaneBits = 4;

    /// <summary>Bytes of signs whose sums are certain to fit into 16 bits.</summary>
    private const int GroupBytes = 512;

    /// <summary>Bytes that tables of so many planes take.</summary>
    public static int TableBytes(int signBytes, int planes) => planes * signBytes * 32;

    /// <summary>Planes that numbers of so many bits need.</summary>
    public static int Planes(int bits) => (bits + PlaneBits - 1) / PlaneBits;

    /// <summary>Fills tables for whole numbers below 2^(4 · planes), one per dimension.</summary>
    /// <param name="numbers">8 · <paramref name="signBytes"/> numbers; those behind the last dimension are zero.</param>
    /// <param name="signBytes">Bytes of signs.</param>
    /// <param name="planes">Planes of the tables.</param>
    /// <param name="tables">Receives <see cref="TableBytes"/> bytes.</param>
    public static void BuildTables(byte* numbers, int signBytes, int planes, byte* tables)
    {
        Vector128<byte> first = Vector128.Create((ushort)0xFF00).AsByte();
        Vector128<byte> second = Vector128.Create(0xFFFF0000).AsByte();
        Vector128<byte> third = Vector128.Create(0xFFFFFFFF00000000).AsByte();
        Vector128<byte> fourth = Vector128.Create(0ul, ulong.MaxValue).AsByte();
        for (int plane = 0; plane < planes; plane++)
        {
            int shift = plane * PlaneBits;
            for (int j = 0; j < 8 * signBytes; j += 4, tables += 16)
            {
                Vector128<byte> sums = (Vector128.Create(Part(numbers[j], shift)) & first) + (Vector128.Create(Part(numbers[j + 1], shift)) & second)
                    + (Vector128.Create(Part(numbers[j + 2], shift)) & third) + (Vector128.Create(Part(numbers[j + 3], shift)) & fourth);
                sums.Store(tables);
            }
        }
    }

    /// <summary>The sums of the rows of consecutive blocks.</summary>
    /// <param name="blocks">The first block, which begins with its transposed signs.</param>
    /// <param name="count">Number of blocks.</param>
    /// <param name="shape">The parts of a code.</param>
    /// <param name="tables">What <see cref="BuildTables"/> has filled.</param>
    /// <param name="planes">Planes of the tables.</param>
    /// <param name="sums">Receives 64 sums per block in the order of the rows, rounded where they exceed 2²⁴.</param>
    public static void Blocks(byte* blocks, long count, in SignShape shape, byte* tables, int planes, float* sums)
    {
        if (Simd.Has512)
            Body<SignLanes512, Vector512<byte>>(blocks, count, shape, tables, planes, sums);
        else if (Simd.Has256)
            Body<SignLanes256, Vector256<byte>>(blocks, count, shape, tables, planes, sums);
        else if (Simd.Has128)
            Body<SignLanes128, Vector128<byte>>(blocks, count, shape, tables, planes, sums);
        else
            BodyScalar(blocks, count, shape, tables, planes, sums);
    }

    internal static void BodyScalar(byte* blocks, long count, in SignShape shape, byte* tables, int planes, float* sums)
    {
        for (long block = 0; block < count; block++, blocks += SignBlocks.Bytes(shape), sums += SignBlocks.BlockRows)
        {
            for (int place = 0; place < SignBlocks.BlockRows; place++)
                sums[place % 4 * 16 + place / 4] = SumAt(blocks + place, shape.SignBytes, tables, planes);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Body<TLanes, TVector>(byte* blocks, long count, in SignShape shape, byte* tables, int planes, float* sums)
        where TLanes : struct, ISignLanes<TVector>
        where TVector : struct
    {
        int signBytes = shape.SignBytes;
        long blockBytes = SignBlocks.Bytes(shape);
        for (long block = 0; block < count; block++, blocks += blockBytes, sums += SignBlocks.BlockRows)
        {
            for (int part = 0; part < SignBlocks.BlockRows; part += TLanes.Width)
                Sum<TLanes, TVector>(blocks + part, signBytes, tables, planes, sums + part / 4);
        }
    }

    /// <summary>The sums of the rows that one vector of signs has, four runs of them 16 apart.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Sum<TLanes, TVector>(byte* signs, int signBytes, byte* table, int planes, float* sums)
        where TLanes : struct, ISignLanes<TVector>
        where TVector : struct
    {
        TVector first = TLanes.Zero, second = TLanes.Zero, third = TLanes.Zero, fourth = TLanes.Zero;
        for (int plane = 0; plane < planes; plane++)
        {
            byte* codes = signs;
            for (int start = 0; start < signBytes; start += GroupBytes)
            {
                int group = Math.Min(GroupBytes, signBytes - start);
                TVector even = TLanes.Zero, odd = TLanes.Zero;
                int b = 0;
                for (; b <= group - 2; b += 2, codes += 2 * SignBlocks.BlockRows, table += 64)
                {
                    TVector low = TLanes.Load(codes), high = TLanes.Load(codes + SignBlocks.BlockRows);
                    TVector four = TLanes.AddBytes(
                        TLanes.AddBytes(TLanes.LookUpLow(table, low), TLanes.LookUpHigh(table + 16, low)),
                        TLanes.AddBytes(TLanes.LookUpLow(table + 32, high), TLanes.LookUpHigh(table + 48, high)));
                    even = TLanes.AddEven(even, four);
                    odd = TLanes.AddOdd(odd, four);
                }
                if (b < group)
                {
                    TVector low = TLanes.Load(codes);
                    TVector two = TLanes.AddBytes(TLanes.LookUpLow(table, low), TLanes.LookUpHigh(table + 16, low));
                    even = TLanes.AddEven(even, two);
                    odd = TLanes.AddOdd(odd, two);
                    codes += SignBlocks.BlockRows;
                    table += 32;
                }
                int shift = plane * PlaneBits;
                first = TLanes.AddLowWords(first, even, shift);
                second = TLanes.AddLowWords(second, odd, shift);
                third = TLanes.AddHighWords(third, even, shift);
                fourth = TLanes.AddHighWords(fourth, odd, shift);
            }
        }
        TLanes.StoreAsFloats(first, sums);
        TLanes.StoreAsFloats(second, sums + 16);
        TLanes.StoreAsFloats(third, sums + 32);
        TLanes.StoreAsFloats(fourth, sums + 48);
    }

    private static int SumAt(byte* signs, int signBytes, byte* table, int planes)
    {
        int sum = 0;
        for (int plane = 0; plane < planes; plane++)
        {
            for (int b = 0; b < signBytes; b++, table += 32)
            {
                byte code = signs[b * SignBlocks.BlockRows];
                sum += (table[code & 15] + table[16 + (code >> 4)]) << (plane * PlaneBits);
            }
        }
        return sum;
    }

    private static byte Part(byte number, int shift) => (byte)((number >> shift) & 15);
}
