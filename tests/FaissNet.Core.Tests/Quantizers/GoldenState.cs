using System.Text;
using FaissNet.Testing;

namespace FaissNet.Tests.Quantizers;

/// <summary>Walks through the trained state in an index file of FAISS, field by field, apart from the library's own reader.</summary>
internal sealed class GoldenState : IDisposable
{
    private readonly BinaryReader _reader;

    public GoldenState(GoldenFile file)
    {
        _reader = new BinaryReader(File.OpenRead(file.IndexPath));
    }

    public string FourCc() => Encoding.ASCII.GetString(_reader.ReadBytes(4));

    /// <summary>Skips the header that every index of metric L2 or inner product has.</summary>
    public void Header() => _reader.ReadBytes(33);

    public int Int32() => _reader.ReadInt32();

    public float Single() => _reader.ReadSingle();

    public long Int64() => _reader.ReadInt64();

    public bool Boolean() => _reader.ReadByte() == 1;

    public float[] Floats() => Enumerable.Range(0, (int)_reader.ReadInt64()).Select(_ => _reader.ReadSingle()).ToArray();

    public byte[] Bytes() => _reader.ReadBytes((int)_reader.ReadInt64());

    /// <summary>d, M, nbits and the centroids.</summary>
    public (int Dimension, int M, int NBits, float[] Centroids) ProductQuantizer()
        => ((int)_reader.ReadInt64(), (int)_reader.ReadInt64(), (int)_reader.ReadInt64(), Floats());

    /// <summary>Type, statistic, its parameter, d, code size and the ranges.</summary>
    public (int Type, int Stat, float Arg, int Dimension, int CodeSize, float[] Trained) ScalarQuantizer()
        => (Int32(), Int32(), Single(), (int)Int64(), (int)Int64(), Floats());

    /// <summary>The header of an inverted file over a flat quantizer without direct map: the coarse centroids.</summary>
    public float[] InvertedFile()
    {
        Header();
        Int64();
        Int64();
        Assert.StartsWith("IxF", FourCc(), StringComparison.Ordinal);
        Header();
        float[] centroids = Floats();
        Assert.Equal(0, _reader.ReadByte());
        Assert.Equal(0, Int64());
        return centroids;
    }

    /// <summary>Codes of all vectors by id, and the list of each.</summary>
    public (byte[][] Codes, int[] Lists) InvertedLists(int count)
    {
        Assert.Equal("ilar", FourCc());
        int nlist = (int)Int64();
        int codeSize = (int)Int64();
        Assert.Equal("full", FourCc());
        Assert.Equal(nlist, Int64());
        int[] sizes = Enumerable.Range(0, nlist).Select(_ => (int)Int64()).ToArray();
        var codes = new byte[count][];
        var lists = new int[count];
        for (int list = 0; list < nlist; list++)
        {
            byte[][] own = Enumerable.Range(0, sizes[list]).Select(_ => _reader.ReadBytes(codeSize)).ToArray();
            foreach (byte[] code in own)
            {
                int id = (int)Int64();
                codes[id] = code;
                lists[id] = list;
            }
        }
        return (codes, lists);
    }

    public void Dispose() => _reader.Dispose();
}
