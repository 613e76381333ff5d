using System.Buffers.Binary;
using System.Text;

namespace FaissNet.Testing;

/// <summary>
/// Puts the parts of a file that FAISS writes today into the places that its older versions had for them. Of bytes alone, so that a mistake of the reader
/// under test cannot hide here.
/// </summary>
internal static class OldFormats
{
    /// <summary>Four letters and the fields that all indexes of vectors begin with.</summary>
    private const int HeaderBytes = 37;

    private const int MetricOffset = 33;

    /// <summary>The bytes of a flat index in front of its vectors.</summary>
    private const int FlatBytes = HeaderBytes + 8;

    /// <summary>The bytes of a direct map that there is not.</summary>
    private const int NoMapBytes = 9;

    /// <summary>d, code_size, metric and nb_bits of a RaBitQ quantizer.</summary>
    private const int RaBitQBytes = 28;

    /// <summary>The same under other letters.</summary>
    public static byte[] Rename(ReadOnlySpan<byte> today, string fourcc, int at = 0)
    {
        byte[] old = today.ToArray();
        Encoding.ASCII.GetBytes(fourcc, old.AsSpan(at));
        return old;
    }

    /// <summary>IxPo is as IxPq, IxPQ ends behind the codes; the versions that wrote them stated inner product and compared by L2.</summary>
    public static byte[] Pq(byte[] today, string fourcc)
    {
        byte[] old = Rename(fourcc == "IxPQ" ? today.AsSpan(..^9) : today, fourcc);
        old[MetricOffset] = 0;
        return old;
    }

    /// <summary>IwSQ does not say that it encodes residuals.</summary>
    public static byte[] ScalarLists(byte[] today)
    {
        int lists = IndexOf(today, "ilar");
        return Rename([.. today[..(lists - 1)], .. today[lists..]], "IwSQ");
    }

    /// <summary>IvFl, IvFL, IvPQ and IvSQ have the ids behind the coarse quantizer and the codes of all lists at the end.</summary>
    public static byte[] Lists(byte[] today, string fourcc)
    {
        int map = QuantizerEnd(today);
        int lists = IndexOf(today, "ilar");
        int nlist = (int)Int64(today, lists + 4);
        int codeSize = (int)Int64(today, lists + 12);
        if (!today.AsSpan(lists + 20, 4).SequenceEqual("full"u8))
            throw new ArgumentException("Expected sizes of all lists.", nameof(today));
        int at = lists + 32 + (8 * nlist);
        var ids = new List<byte>();
        var codes = new List<byte>();
        for (int list = 0; list < nlist; list++)
        {
            int size = (int)Int64(today, lists + 32 + (8 * list));
            ids.AddRange([.. BitConverter.GetBytes((long)size), .. today.AsSpan(at + (size * codeSize), 8 * size)]);
            // The first of these formats counts floats.
            codes.AddRange([.. BitConverter.GetBytes((long)size * codeSize / (fourcc == "IvFl" ? 4 : 1)), .. today.AsSpan(at, size * codeSize)]);
            at += size * (codeSize + 8);
        }
        int end = fourcc == "IvSQ" ? lists - 1 : lists;
        return Rename([.. today[..map], .. ids, .. today[map..end], .. codes], fourcc);
    }

    /// <summary>PcAm has no epsilon, and PCAm no number of bins either.</summary>
    public static byte[] Pca(byte[] today, string fourcc)
    {
        const int transform = HeaderBytes + 4;
        const int epsilon = transform + 8;
        const int bins = epsilon + 5;
        byte[] rest = fourcc == "PCAm" ? today[(bins + 4)..] : today[bins..];
        return Rename([.. today[..epsilon], today[epsilon + 4], .. rest], fourcc, transform);
    }

    /// <summary>A rotated LSH of 64 bits. IxHE counts a code in words, today's IxHe in bytes.</summary>
    public static byte[] Lsh(bool isOld, int dimension, int count)
    {
        const int bits = 64;
        var random = new Random(5);
        var codes = new byte[count * 8];
        random.NextBytes(codes);
        var matrix = new List<byte>();
        for (int i = 0; i < bits * dimension; i++)
            matrix.AddRange(BitConverter.GetBytes(random.NextSingle() - 0.5f));
        return
        [
            .. isOld ? "IxHE"u8 : "IxHe"u8, .. Header(dimension, count), .. BitConverter.GetBytes(bits), 1, 0, .. BitConverter.GetBytes(0L),
            .. BitConverter.GetBytes(isOld ? 1 : 8),
            .. "rrot"u8, 0, .. BitConverter.GetBytes((long)bits * dimension), .. matrix, .. BitConverter.GetBytes(0L),
            .. BitConverter.GetBytes(dimension), .. BitConverter.GetBytes(bits), 1,
            .. BitConverter.GetBytes((long)codes.Length), .. codes,
        ];
    }

    /// <summary>The graph of a file of IndexHNSWFlat over another storage of the same vectors, with an efSearch of its own.</summary>
    public static byte[] GraphOver(byte[] graph, byte[] storage, string fourcc, int efSearch)
    {
        int dimension = BinaryPrimitives.ReadInt32LittleEndian(graph.AsSpan(4));
        int end = graph.Length - FlatBytes - (int)(4 * Int64(graph, 8) * dimension);
        byte[] front = Rename(graph.AsSpan(0, end), fourcc);
        BinaryPrimitives.WriteInt32LittleEndian(front.AsSpan(end - 8), efSearch);
        return [.. front, .. storage];
    }

    /// <summary>IBFf: the bits of a flat binary index as a flat index of −1 and 1.</summary>
    public static byte[] FromFloat(byte[] bits)
    {
        const int header = 21;
        int dimension = BinaryPrimitives.ReadInt32LittleEndian(bits.AsSpan(4));
        int count = (int)Int64(bits, 12);
        byte[] codes = bits[(4 + header + 8)..];
        var floats = new List<byte>();
        for (int bit = 0; bit < 8 * codes.Length; bit++)
            floats.AddRange(BitConverter.GetBytes((codes[bit / 8] >> (bit % 8) & 1) == 1 ? 1f : -1f));
        return
        [
            .. "IBFf"u8, .. bits.AsSpan(4, header), .. "IxF2"u8, .. Header(dimension, count), .. BitConverter.GetBytes((long)count * dimension), .. floats,
        ];
    }

    /// <summary>Irfs has what fast-scan codes have besides signs in one piece in front of the blocks, by position.</summary>
    public static byte[] RaBitQFastScan(byte[] today)
    {
        int storage = StorageBytes(today, HeaderBytes);
        int place = HeaderBytes + RaBitQBytes + 8 + (int)(4 * Int64(today, HeaderBytes + RaBitQBytes)) + 1;
        int rows = BinaryPrimitives.ReadInt32LittleEndian(today.AsSpan(place));
        int codes = place + 28;
        byte[] packed = Unzip(today.AsSpan(codes + 8), rows, (int)Int64(today, place + 12), storage, (int)Int64(today, 8), out byte[] aside);
        return Rename(
            [.. today[..place], .. BitConverter.GetBytes((long)aside.Length), .. aside, .. today[place..codes], .. BitConverter.GetBytes((long)packed.Length), .. packed],
            "Irfs");
    }

    /// <summary>Iwrf has it in front of the lists, by id.</summary>
    public static byte[] RaBitQFastScanLists(byte[] today)
    {
        int quantizer = QuantizerEnd(today) + NoMapBytes;
        int storage = StorageBytes(today, quantizer);
        int rows = BinaryPrimitives.ReadInt32LittleEndian(today.AsSpan(quantizer + RaBitQBytes + 9));
        int even = (int)Int64(today, quantizer + RaBitQBytes + 21);
        int lists = IndexOf(today, "ilbl");
        var aside = new byte[Int64(today, 8) * storage];
        var old = new List<byte>(today[lists..(lists + 28)]);
        old.AddRange(BitConverter.GetBytes((long)rows * even / 2));
        int at = lists + 36;
        while (at < today.Length)
        {
            int size = (int)Int64(today, at);
            int codes = at + 8 + (8 * size);
            int bytes = (int)Int64(today, codes);
            byte[] packed = Unzip(today.AsSpan(codes + 8, bytes), rows, even, storage, size, out byte[] part);
            for (int i = 0; i < size; i++)
                part.AsSpan(i * storage, storage).CopyTo(aside.AsSpan((int)Int64(today, at + 8 + (8 * i)) * storage));
            old.AddRange([.. today[at..codes], .. BitConverter.GetBytes((long)packed.Length), .. packed]);
            at = codes + 8 + bytes;
        }
        return Rename([.. today[..lists], .. BitConverter.GetBytes((long)aside.Length), .. aside, .. old], "Iwrf");
    }

    /// <summary>Takes blocks apart: the signs of each block, and what follows them for each vector.</summary>
    private static byte[] Unzip(ReadOnlySpan<byte> blocks, int rows, int even, int storage, int count, out byte[] aside)
    {
        int signs = rows * even / 2;
        int stride = signs + (rows * storage);
        var packed = new List<byte>();
        var parts = new List<byte>();
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> block = blocks.Slice(i / rows * stride, stride);
            if (i % rows == 0)
                packed.AddRange(block[..signs]);
            parts.AddRange(block.Slice(signs + (i % rows * storage), storage));
        }
        aside = [.. parts];
        return [.. packed];
    }

    private static int StorageBytes(byte[] file, int quantizer) => (int)(Int64(file, quantizer + 8) - ((Int64(file, quantizer) + 7) / 8));

    /// <summary>The end of the flat coarse quantizer of an inverted file.</summary>
    private static int QuantizerEnd(byte[] file)
    {
        const int quantizer = HeaderBytes + 16;
        return quantizer + FlatBytes + (int)(4 * Int64(file, quantizer + HeaderBytes));
    }

    private static byte[] Header(int dimension, long count)
        => [.. BitConverter.GetBytes(dimension), .. BitConverter.GetBytes(count), .. BitConverter.GetBytes(1L << 20), .. BitConverter.GetBytes(1L << 20), 1, 1, 0, 0, 0];

    private static long Int64(byte[] file, int at) => BinaryPrimitives.ReadInt64LittleEndian(file.AsSpan(at));

    private static int IndexOf(byte[] file, string fourcc) => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(fourcc));
}
