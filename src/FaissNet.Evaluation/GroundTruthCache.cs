using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace FaissNet.Evaluation;

/// <summary>
/// Exact neighbours kept in a folder, under a name that is made of the content of the vectors, so that they are found again whatever the
/// files are called, and never for other data.
/// </summary>
/// <remarks>
/// A file is 8 bytes of magic and version, the number of queries and k (int32 each), the distances (float32), the ids (int64), and the XXH128
/// of all before it. It is written beside its place and renamed; what does not read as such a file is as good as none, and replaced.
/// </remarks>
internal sealed class GroundTruthCache
{
    private const int HeaderSize = 16;
    private const int HashSize = 16;

    private readonly string _path;
    private readonly int _queries;
    private readonly int _k;
    private readonly long _baseCount;

    public GroundTruthCache(string folder, VectorSource baseVectors, float[] queries, Metric metric, int k, EvaluationOptions options)
    {
        _queries = queries.Length / baseVectors.Dimension;
        _k = k;
        _baseCount = baseVectors.Count;
        string stored = DataFingerprint.Compute(baseVectors, options);
        string asked = DataFingerprint.Compute(VectorSource.FromArray(queries, baseVectors.Dimension), options with { Progress = null });
        _path = Path.Combine(folder, $"{stored}-{asked}-{(metric == Metric.L2 ? "l2" : "ip")}-{k}.neighbours");
    }

    private static ReadOnlySpan<byte> Magic => "FNNEIGH\u0001"u8;

    private int PayloadSize => checked(_queries * _k * (sizeof(float) + sizeof(long)));

    /// <summary>What is kept; <c>null</c> where nothing is, or nothing of use.</summary>
    public ExactNeighbours? TryRead()
    {
        byte[] bytes;
        try
        {
            // The length is known beforehand, so that a wrong file is not even read.
            if (new FileInfo(_path) is not { Exists: true } file || file.Length != HeaderSize + (long)PayloadSize + HashSize)
                return null;
            bytes = File.ReadAllBytes(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        ReadOnlySpan<byte> content = bytes.AsSpan(0, bytes.Length - HashSize);
        if (!content.StartsWith(Header()) || !XxHash128.Hash(content).AsSpan().SequenceEqual(bytes.AsSpan(content.Length)))
            return null;
        float[] distances = MemoryMarshal.Cast<byte, float>(content.Slice(HeaderSize, _queries * _k * sizeof(float))).ToArray();
        long[] ids = MemoryMarshal.Cast<byte, long>(content[(HeaderSize + distances.Length * sizeof(float))..]).ToArray();
        return Array.TrueForAll(ids, id => id >= -1 && id < _baseCount) ? new ExactNeighbours(_k, distances, ids) : null;
    }

    /// <summary>Keeps what has been found, if the folder lets itself be written to; what is lost otherwise is only time.</summary>
    public void Write(ExactNeighbours found)
    {
        var bytes = new byte[HeaderSize + PayloadSize + HashSize];
        Header().CopyTo(bytes, 0);
        MemoryMarshal.AsBytes<float>(found.Distances).CopyTo(bytes.AsSpan(HeaderSize));
        MemoryMarshal.AsBytes<long>(found.Ids).CopyTo(bytes.AsSpan(HeaderSize + found.Distances.Length * sizeof(float)));
        XxHash128.Hash(bytes.AsSpan(0, bytes.Length - HashSize), bytes.AsSpan(bytes.Length - HashSize));
        string temporary = $"{_path}.{Path.GetRandomFileName()}.tmp";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
            File.WriteAllBytes(temporary, bytes);
            File.Move(temporary, _path, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TryDelete(temporary);
        }
    }

    private static void TryDelete(string path)
    {
        try
        {
            File.Delete(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Where nothing can be written nothing is left behind either.
        }
    }

    private byte[] Header()
    {
        var header = new byte[HeaderSize];
        Magic.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(8), _queries);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(12), _k);
        return header;
    }
}
