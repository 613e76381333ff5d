using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// Compares one query at a time with tables of codes: all codes of a flat index, or one inverted list after another. It owns the tables and
/// scratch that this takes, belongs to one thread while in use, and is reused through a <see cref="ScannerPool"/>. FAISS:
/// <c>InvertedListScanner</c>, <c>FlatCodesDistanceComputer</c>.
/// </summary>
internal abstract unsafe class CodeScanner(Metric metric, CodeLayout layout) : IDisposable
{
    /// <summary>Codes whose distances are computed before any is compared with the threshold; whole transposed blocks.</summary>
    public const int BlockRows = 16 * CodeBlocks.BlockRows;

    private readonly AlignedBuffer<float> _distances = new(BlockRows);

    public Metric Metric { get; } = metric;

    public CodeLayout Layout { get; } = layout;

    /// <summary>Whether taking another query costs next to nothing, so that a block of codes can meet several queries while it is in the cache.</summary>
    public virtual bool SwitchesQueriesCheaply => false;

    /// <summary>
    /// Called when a search takes the scanner from the pool: the moment to look at options that change how queries are compared, and to forget what was
    /// kept of codes or queries, which may be others now.
    /// </summary>
    public virtual void Begin(SearchOptions options)
    {
    }

    /// <summary>Takes the query that the following calls are about; it must stay in memory until the next.</summary>
    public abstract void SetQuery(float* query);

    /// <summary>Floats of a table that follows from the query alone and can be kept for it; 0 where there is none.</summary>
    public virtual int QueryTableLength => 0;

    /// <summary>Writes the table of a query, <see cref="QueryTableLength"/> floats.</summary>
    public virtual void BuildQueryTable(float* query, float* table)
        => throw new NotSupportedException("This scanner has no tables of queries.");

    /// <summary>Takes, in the place of a query, its table, which must stay in memory until the next.</summary>
    public virtual void SetQueryTable(float* table)
        => throw new NotSupportedException("This scanner has no tables of queries.");

    /// <summary>Takes the inverted list that the following calls are about. Flat indexes have none and never call it.</summary>
    /// <param name="list">The list's number.</param>
    /// <param name="coarseDistance">What the coarse search returned for the list's centroid.</param>
    public virtual void SetList(long list, float coarseDistance)
    {
    }

    /// <summary>Distances of the query to <paramref name="count"/> codes, at most <see cref="BlockRows"/>.</summary>
    public abstract void Distances(byte* codes, int count, float* distances);

    /// <summary>Distance of the query to one code of a table.</summary>
    public virtual float DistanceOf(byte* codes, long row)
    {
        float distance;
        Distances(codes + row * Layout.CodeSize, 1, &distance);
        return distance;
    }

    /// <summary>Distances of the query to some codes of a table.</summary>
    public virtual void DistancesOf(byte* codes, int* rows, int count, float* distances)
    {
        for (int i = 0; i < count; i++)
            distances[i] = DistanceOf(codes, rows[i]);
    }

    /// <summary>Offers <paramref name="count"/> codes to a heap, in their order.</summary>
    public virtual void Scan(byte* codes, long count, in IdSource ids, float* heapScores, long* heapIds, int k)
    {
        for (long start = 0; start < count; start += BlockRows)
        {
            int rows = (int)Math.Min(BlockRows, count - start);
            Distances(codes + Layout.Bytes(start), rows, _distances.Pointer);
            TopKHeap.PushBlock(Metric, heapScores, heapIds, k, _distances.Pointer, rows, ids.Skip(start));
        }
    }

    /// <summary>Appends the codes that are nearer than a radius to the hits of one query, in their order.</summary>
    public virtual void ScanRange(byte* codes, long count, in IdSource ids, float radius, RangeHits<float> hits)
    {
        for (long start = 0; start < count; start += BlockRows)
        {
            int rows = (int)Math.Min(BlockRows, count - start);
            Distances(codes + Layout.Bytes(start), rows, _distances.Pointer);
            for (int i = 0; i < rows; i++)
            {
                float distance = _distances.Pointer[i];
                bool inside = Metric == Metric.L2 ? distance < radius : distance > radius;
                if (inside && ids.TryGet(start + i, out long id))
                    hits.Add(distance, id);
            }
        }
    }

    public virtual void Dispose() => _distances.Dispose();
}
