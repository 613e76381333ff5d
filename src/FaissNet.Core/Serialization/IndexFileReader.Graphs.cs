namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    private void ReadNsg(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        NotManaged(node);
        Require(header.Count <= int.MaxValue, $"a graph of {header.Count} vectors cannot be numbered");
        ReadInt32(node, "GK", 0, MaxBeam);
        byte buildType = _in.ReadByte();
        Require(buildType <= 1, $"build_type is {buildType}, expected 0 or 1");
        node.Add("build_type", (long)buildType);
        foreach (string name in (string[])["nndescent_S", "nndescent_R", "nndescent_L", "nndescent_iter"])
            ReadInt32(node, name);
        int count = _in.ReadInt32();
        Require(count == header.Count, $"the graph has {count} vectors, the index {header.Count}");
        int degree = ReadInt32(node, "R", 1, MaxBeam);
        ReadInt32(node, "L", 0, MaxBeam);
        ReadInt32(node, "C", 0, MaxBeam);
        CheckPool(ReadInt32(node, "search_L", 0, MaxBeam), count);
        int entry = ReadInt32(node, "enterpoint");
        if (ReadBoolean(node, "is_built"))
        {
            Require(entry >= 0 && entry < count, $"the graph of {count} vectors is entered at {entry}");
            ReadNsgEdges(count, degree);
        }
        else
        {
            Require(count == 0, "the graph has not been built, but the index holds vectors");
        }
        IndexStructure storage = ReadChild(node, "storage", binary: false, needsIds: false);
        if (storage.Fourcc == "null")
            return;
        RequireLike(storage, header.Dimension, header.Count);
        RequireStorage(node, storage);
    }

    /// <summary>FAISS fills a pool with different vectors drawn at random, and goes on drawing where there are too few.</summary>
    private void CheckPool(int pool, int count)
    {
        if (pool >= count)
            NotNative($"FAISS searches this graph with a pool of {pool} vectors, of which there are only {count}, and would never end.");
    }

    private void ReadNsgEdges(int count, int degree)
    {
        // FAISS allocates a full table for what the file holds as rows that end early.
        Require(Product(count, degree, "ntotal × R") <= Math.Max(1 << 24, _in.Remaining), $"R is {degree}, more than the graph can have");
        for (int vector = 0; vector < count; vector++)
        {
            int position = 0;
            for (int neighbour = _in.ReadInt32(); neighbour != -1; neighbour = _in.ReadInt32())
            {
                Require(position++ < degree, $"vector {vector} has more than R = {degree} neighbours");
                Require((uint)neighbour < (uint)count, $"vector {vector} has the neighbour {neighbour} of {count}");
            }
        }
    }

    private void ReadNnDescent(IndexStructure node)
    {
        IndexHeader header = ReadHeader(node);
        NotManaged(node);
        int count = _in.ReadInt32();
        Require(count == header.Count, $"the graph has {count} vectors, the index {header.Count}");
        int dimension = _in.ReadInt32();
        Require(dimension == header.Dimension, $"the graph has the dimension {dimension}, the index {header.Dimension}");
        int degree = ReadInt32(node, "K", 1, MaxBeam);
        ReadInt32(node, "S", 0, MaxBeam);
        ReadInt32(node, "R", 0, MaxBeam);
        ReadInt32(node, "L", 0, MaxBeam);
        ReadInt32(node, "iter", 0);
        CheckPool(ReadInt32(node, "search_L", 0, MaxBeam), count);
        ReadInt32(node, "random_seed");
        bool isBuilt = ReadBoolean(node, "has_built");
        Require(isBuilt || count == 0, "the graph has not been built, but the index holds vectors");
        long edges = _in.ReadCount(sizeof(int), isBuilt ? Product(count, degree, "ntotal × K") : 0, "the graph");
        _in.ReadBlocks<int>(edges, 1, block =>
        {
            foreach (int neighbour in block)
                Require((uint)neighbour < (uint)count, $"a vector has the neighbour {neighbour} of {count}");
        });
        IndexStructure storage = ReadChild(node, "storage", binary: false, needsIds: false);
        RequireLike(storage, header.Dimension, header.Count);
        RequireStorage(node, storage);
    }
}
