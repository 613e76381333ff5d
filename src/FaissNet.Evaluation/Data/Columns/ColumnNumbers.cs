using System.Numerics;
using System.Numerics.Tensors;
using Parquet.Data;

namespace FaissNet.Evaluation;

/// <summary>Converts the numbers of a column.</summary>
internal static class ColumnNumbers
{
    public static bool CanConvert(Type type) => Type.GetTypeCode(type) switch
    {
        TypeCode.Byte or TypeCode.SByte or TypeCode.Int16 or TypeCode.UInt16 or TypeCode.Int32 or TypeCode.UInt32 or TypeCode.Int64 or TypeCode.UInt64
            or TypeCode.Single or TypeCode.Double => true,
        _ => type == typeof(Half),
    };

    /// <summary>The numbers that are there of decoded Parquet.</summary>
    public static T[] Convert<T>(RawColumnData data, int count, string name)
        where T : unmanaged, INumber<T> => data switch
        {
            RawColumnData<float> x => Convert<float, T>(x.Values[..count], name),
            RawColumnData<double> x => Convert<double, T>(x.Values[..count], name),
            RawColumnData<Half> x => Convert<Half, T>(x.Values[..count], name),
            RawColumnData<byte> x => Convert<byte, T>(x.Values[..count], name),
            RawColumnData<sbyte> x => Convert<sbyte, T>(x.Values[..count], name),
            RawColumnData<short> x => Convert<short, T>(x.Values[..count], name),
            RawColumnData<ushort> x => Convert<ushort, T>(x.Values[..count], name),
            RawColumnData<int> x => Convert<int, T>(x.Values[..count], name),
            RawColumnData<uint> x => Convert<uint, T>(x.Values[..count], name),
            RawColumnData<long> x => Convert<long, T>(x.Values[..count], name),
            RawColumnData<ulong> x => Convert<ulong, T>(x.Values[..count], name),
            _ => throw new InvalidDataException($"{name} holds no numbers that are read."),
        };

    /// <summary>Converts, where no number is lost: not from fractions to integers.</summary>
    public static TTo[] Convert<TFrom, TTo>(ReadOnlySpan<TFrom> values, string name)
        where TFrom : unmanaged, INumber<TFrom>
        where TTo : unmanaged, INumber<TTo>
    {
        if (typeof(TTo) == typeof(long) && (typeof(TFrom) == typeof(float) || typeof(TFrom) == typeof(double) || typeof(TFrom) == typeof(Half)))
            throw new InvalidDataException($"{name} holds fractions; integers are expected.");
        var converted = new TTo[values.Length];
        try
        {
            TensorPrimitives.ConvertChecked(values, converted);
        }
        catch (OverflowException e)
        {
            throw new InvalidDataException($"{name} holds an integer beyond 2⁶³.", e);
        }
        return converted;
    }
}
