using FaissNet.Storage;

namespace FaissNet;

public abstract partial class IvfIndex
{
    /// <summary>As in FAISS: the search finds where vectors are stored instead of their ids, so that none has to be looked for; ties come in that order.</summary>
    private protected override unsafe void SearchAndReconstructCore(
        Rows<float> queries, Rows<float> distances, Rows<long> ids, Rows<float> vectors, SearchOptions options)
    {
        int nProbe = ProbeCount(options);
        using var coarseDistances = new Scratch<float>(queries.Count, nProbe);
        using var coarseIds = new Scratch<long>(queries.Count, nProbe);
        var probes = new Probes(coarseDistances.Rows, coarseIds.Rows);
        _coarse.SearchInner(queries, probes.Distances, probes.Lists, CoarseOptions(options));
        LimitProbes(probes, 0, options);
        SearchLocations(queries, probes, distances, ids, options);
        using var code = new Scratch<byte>(1, Lists.CodeSize);
        for (long i = 0; i < vectors.Count; i++)
        {
            long location = ids.Pointer[i];
            if (location < 0)
                continue;
            int list = ListLocation.List(location);
            long row = ListLocation.Row(location);
            Lists.ReadCodes(list, row, code.Rows);
            DecodeFromLists(code.Rows, new Rows<int>(&list, 1, 1), vectors.Slice(i, 1), BuildOptions.Default);
            ids.Pointer[i] = Lists.Ids(list).Pointer[row];
        }
    }
}
