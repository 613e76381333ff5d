using FaissNet.Storage;

namespace FaissNet;

public abstract partial class IvfIndex
{
    /// <summary>Turns codes of lists back into vectors.</summary>
    /// <param name="codes">n × the code size of the lists.</param>
    /// <param name="lists">n × 1, none of them −1.</param>
    /// <param name="vectors">Receives n × d values.</param>
    /// <param name="options">Threads, cancellation.</param>
    private protected abstract void DecodeFromLists(Rows<byte> codes, Rows<int> lists, Rows<float> vectors, BuildOptions options);

    private protected override void EncodeCore(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
    {
        long largest = Math.Min(EncodeBlock, vectors.Count);
        using var listCodes = new Scratch<byte>(largest, Lists.CodeSize);
        using var lists = new Scratch<int>(largest, 1);
        for (long start = 0; start < vectors.Count; start += EncodeBlock)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            long rows = Math.Min(EncodeBlock, vectors.Count - start);
            Rows<float> block = vectors.Slice(start, rows);
            Assignment.Assign(_coarse, block, lists.Rows.Slice(0, rows), options);
            EncodeForLists(block, lists.Rows.Slice(0, rows), listCodes.Rows.Slice(0, rows), options);
            for (long i = 0; i < rows; i++)
            {
                Span<byte> code = codes[start + i];
                WriteListNumber(lists.Rows[i][0], code[..ListNumberSize]);
                listCodes.Rows[i].CopyTo(code[ListNumberSize..]);
            }
        }
    }

    private protected override void DecodeCore(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
    {
        long largest = Math.Min(EncodeBlock, codes.Count);
        using var listCodes = new Scratch<byte>(largest, Lists.CodeSize);
        using var lists = new Scratch<int>(largest, 1);
        for (long i = 0; i < codes.Count; i++)
            RequireList(ReadListNumber(codes[i][..ListNumberSize]), i);
        for (long start = 0; start < codes.Count; start += EncodeBlock)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            long rows = Math.Min(EncodeBlock, codes.Count - start);
            for (long i = 0; i < rows; i++)
            {
                ReadOnlySpan<byte> code = codes[start + i];
                lists.Rows[i][0] = (int)ReadListNumber(code[..ListNumberSize]);
                code[ListNumberSize..].CopyTo(listCodes.Rows[i]);
            }
            DecodeFromLists(listCodes.Rows.Slice(0, rows), lists.Rows.Slice(0, rows), vectors.Slice(start, rows), options);
        }
    }

    private static void WriteListNumber(long list, Span<byte> target)
    {
        for (int i = 0; i < target.Length; i++)
            target[i] = (byte)(list >> (8 * i));
    }

    private static long ReadListNumber(ReadOnlySpan<byte> source)
    {
        long list = 0;
        for (int i = 0; i < source.Length; i++)
            list |= (long)source[i] << (8 * i);
        return list;
    }

    private void RequireList(long list, long row)
    {
        if (list >= NList)
            throw new ArgumentException($"Code {row} names list {list}, but there are only {NList} lists.", "codes");
    }
}
