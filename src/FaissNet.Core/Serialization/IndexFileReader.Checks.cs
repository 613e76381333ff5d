using System.Runtime.CompilerServices;

namespace FaissNet.Serialization;

/// <content>Reads single values and checks them.</content>
internal sealed partial class IndexFileReader
{
    /// <summary>a · b for sizes from a file: refuses what no file can hold, before it overflows.</summary>
    private long Product(long a, long b, string what)
    {
        if (a < 0 || b < 0 || Math.BigMul(a, b, out long low) != 0 || low < 0)
            throw _in.Error($"{what}, {a} × {b}, is more than any file can hold");
        return low;
    }

    /// <summary>Notes that a part has so many dimensions.</summary>
    private void CountDimensions(long dimensions)
    {
        _dimensions += dimensions;
        Require(_dimensions <= MaxDimensions, $"all that is nested in one another has more than {MaxDimensions} dimensions");
    }

    private int ReadInt32(IndexStructure node, string name, int least = int.MinValue, int most = int.MaxValue)
    {
        int value = _in.ReadInt32();
        if (value < least || value > most)
            throw _in.Error($"{name} is {value}, expected {least} to {most}");
        node.Add(name, (long)value);
        return value;
    }

    private long ReadSize(IndexStructure node, string name, long least = 0, long most = long.MaxValue)
    {
        long value = _in.ReadSize(name);
        if (value < least || value > most)
            throw _in.Error($"{name} is {value}, expected {least} to {most}");
        node.Add(name, value);
        return value;
    }

    private bool ReadBoolean(IndexStructure node, string name)
    {
        bool value = _in.ReadBoolean();
        node.Add(name, value);
        return value;
    }

    private float ReadSingle(IndexStructure node, string name)
    {
        float value = _in.ReadSingle();
        node.Add(name, (double)value);
        return value;
    }

    private void Require(bool condition, string message)
    {
        if (!condition)
            throw _in.Error(message);
    }

    private void Require(bool condition, [InterpolatedStringHandlerArgument(nameof(condition))] ref RequirementMessage message)
    {
        if (!condition)
            throw _in.Error(message.Take());
    }

    /// <summary>Leaves a vector of exactly so many elements unread.</summary>
    private void SkipVector(int elementSize, long expected, string what)
        => _in.Skip(_in.ReadCount(elementSize, expected, what), elementSize);
}
