using System.Text;

namespace FaissNet.Tests.Serialization;

/// <summary>Damages files as a machine, a network or an enemy might; the same seed does the same damage.</summary>
internal sealed class FileMutator
{
    private static readonly string[] s_fourccs =
    [
        "IxF2", "IxFI", "IxFl", "IxSQ", "IxPq", "IwFl", "IwSq", "IwPQ", "IwQR", "IPfs", "IwPf", "IxPT", "IxRF", "IxMp", "IxM2", "IxHe", "IHNf", "IHNp", "IHNs",
        "Ixrq", "Ixrr", "Iwrq", "Iwrr", "Irfn", "Iwrn", "IBxF", "IBwF", "IBHf", "IBHh", "IBHm", "IBMp", "IBM2", "null", "rrot", "Pcam", "LTra", "Viqm", "Viqt",
        "RmDT", "VNrm", "VCnt", "HRot", "ilar", "ilbl", "ilod", "il00", "full", "sprs", "IxFl", "IxPQ", "IxPo", "IvFl", "IvFL", "IvPQ", "IvSQ", "IwSQ", "IxHE", "PcAm", "PCAm", "IBFf", "Irfs", "Iwrf", "IxLa", "INSf", "IxRq", "IwIQ", "IxFP", "IRMf",
    ];

    private static readonly long[] s_counts =
    [
        0, 1, -1, 2, 7, 63, 64, 65, 255, 256, 1 << 16, 1 << 20, (1 << 20) + 1, int.MaxValue, int.MinValue, 1L << 32, 1L << 39, 1L << 40, 1L << 61, 1L << 62,
        long.MaxValue, long.MinValue,
    ];

    private readonly byte[][] _files;
    private readonly int[][] _boundaries;

    /// <param name="files">Good files.</param>
    public FileMutator(IEnumerable<byte[]> files)
    {
        _files = [.. files];
        _boundaries = [.. _files.Select(Boundaries)];
    }

    public int FileCount => _files.Length;

    /// <summary>A damaged file, and what was done to which.</summary>
    public byte[] Mutate(int seed, out string what)
    {
        var random = new Random(seed);
        int number = seed % _files.Length;
        byte[] file = [.. _files[number]];
        int kind = random.Next(6);
        what = $"file {number}, seed {seed}, kind {kind}";
        switch (kind)
        {
            case 0:
                for (int i = random.Next(1, 9); i > 0; i--)
                    file[Place(random, number, 1)] ^= (byte)(1 << random.Next(8));
                return file;
            case 1:
                return file[..Place(random, number, 0)];
            case 2:
                BitConverter.TryWriteBytes(file.AsSpan(Place(random, number, sizeof(long))), s_counts[random.Next(s_counts.Length)]);
                return file;
            case 3:
                BitConverter.TryWriteBytes(file.AsSpan(Place(random, number, sizeof(int))), (int)s_counts[random.Next(s_counts.Length)]);
                return file;
            case 4:
                int other = random.Next(_files.Length);
                return [.. file.AsSpan(0, Place(random, number, 0)), .. _files[other].AsSpan(Place(random, other, 0))];
            default:
                int at = _boundaries[number][random.Next(_boundaries[number].Length)];
                Encoding.ASCII.GetBytes(s_fourccs[random.Next(s_fourccs.Length)]).CopyTo(file, Math.Min(at, file.Length - 4));
                return file;
        }
    }

    /// <summary>Somewhere in a file: mostly among the numbers in front of its parts, where the structure is, and sometimes anywhere.</summary>
    private int Place(Random random, int number, int room)
    {
        int end = _files[number].Length - room;
        int[] boundaries = _boundaries[number];
        int place = random.Next(4) == 0 ? random.Next(end) : boundaries[random.Next(boundaries.Length)] + random.Next(-40, 120);
        return Math.Clamp(place, 0, end);
    }

    private static int[] Boundaries(byte[] file)
        => [.. FaissFile.Inspect(new MemoryStream(file)).Index.Descend().SelectMany(part => (int[])[(int)part.Offset, (int)(part.Offset + part.Length)])];
}
