using FaissNet.Storage;

namespace FaissNet;

public abstract partial class IvfIndex
{
    /// <summary>
    /// Builds a table of where each id is stored, so that <see cref="VectorIndex.Reconstruct(long, Span{float})"/> finds it at once; without,
    /// the lists are searched, in time proportional to <see cref="VectorIndex.Count"/>. The table costs 8 bytes per vector, is kept up to date and
    /// saved with the index, and forbids what it cannot follow: adding with ids, removing and merging. FAISS:
    /// <c>make_direct_map</c>.
    /// </summary>
    /// <exception cref="InvalidOperationException">The ids are not the numbers from 0 to Count − 1.</exception>
    public void MakeDirectMap()
    {
        CheckUse();
        if (DirectMap.Type != DirectMapType.Array)
            DirectMap = ListEditing.MapOf(Lists, Count);
    }

    /// <summary>Forgets the table of <see cref="MakeDirectMap"/>.</summary>
    public void ClearDirectMap()
    {
        CheckUse();
        DirectMap = DirectMap.None();
    }

    private protected override unsafe void ReconstructCore(long id, Span<float> vector)
    {
        long entry = DirectMap.Type == DirectMapType.None ? ListEditing.Locate(Lists, id) : DirectMap.Find(id);
        if (entry < 0)
            throw Guard.NoSuchId(id);
        (int list, long row) = DirectMap.Location(entry);
        using var code = new Scratch<byte>(1, Lists.CodeSize);
        Lists.ReadCodes(list, row, code.Rows);
        fixed (float* pointer = vector)
            DecodeFromLists(code.Rows, new Rows<int>(&list, 1, 1), new Rows<float>(pointer, 1, Dimension), BuildOptions.Default);
    }
}
