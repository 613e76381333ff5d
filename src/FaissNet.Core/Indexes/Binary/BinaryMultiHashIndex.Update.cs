using FaissNet.Quantizers;
using FaissNet.Storage;

namespace FaissNet;

/// <content>Replacing vectors, and settings.</content>
public sealed partial class BinaryMultiHashIndex
{
    internal override IndexOperations Operations => base.Operations | IndexOperations.Update;

    /// <inheritdoc/>
    internal override IEnumerable<string> ParameterNames => ["nflip"];

    private protected override bool SetParameterCore(string name, double value, bool apply)
    {
        if (name != "nflip")
            return false;
        int flips = ParameterText.Whole(name, value, 0, Bits);
        NFlip = apply ? flips : NFlip;
        return true;
    }

    private protected override unsafe long UpdateCore(Rows<byte> vectors, Rows<long> ids, BuildOptions options)
    {
        RequireStored(ids);
        for (int h = 0; h < _maps.Length; h++)
        {
            Dictionary<long, List<long>> map = _maps[h];
            bool isRight = true;
            for (long i = 0; i < ids.Count && isRight; i++)
            {
                long position = ids.Pointer[i];
                isRight = Move(map, position, HashOf(Codes.Rows[position], h), HashOf(vectors[i], h));
            }
            if (!isRight)
                _maps[h] = [];
        }
        for (long i = 0; i < ids.Count; i++)
            Codes.WriteRow(ids.Pointer[i], vectors.RowPointer(i));
        for (int h = 0; h < _maps.Length; h++)
        {
            if (_maps[h].Count == 0)
                Insert(_maps[h], h, 0);
        }
        return ids.Count;
    }

    /// <returns>Whether the table had the vector where its hash says: a file may say otherwise, and then the table is made again.</returns>
    private static bool Move(Dictionary<long, List<long>> map, long position, long from, long to)
    {
        if (from == to)
            return true;
        if (!map.TryGetValue(from, out List<long>? left) || !left.Remove(position))
            return false;
        if (left.Count == 0)
            map.Remove(from);
        if (!map.TryGetValue(to, out List<long>? bucket))
            map.Add(to, bucket = []);
        bucket.Add(position);
        return true;
    }

    private long HashOf(ReadOnlySpan<byte> vector, int h) => BitField.Read(vector, (long)h * Bits, Bits);
}
