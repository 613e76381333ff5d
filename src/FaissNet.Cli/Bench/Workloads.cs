namespace FaissNet.Cli.Bench;

/// <summary>The standard race: what people do with quantized indexes, at d = 128 unless the caller brings data of his own.</summary>
internal static class Workloads
{
    private const int Million = 1_000_000;
    private const int NList = 1024;
    private const int SubCentroids = 256;

    public static IReadOnlyList<Workload> Create(int dimension)
    {
        double product = 2.0 * dimension;
        return
        [
            new SearchWorkload("flat-batch", "Flat", 200_000, 1000),
            new SearchWorkload("flat-single", "Flat", 200_000, 50, oneByOne: true),
            // Ten rounds of k-means for the lists of an inverted file.
            new TrainWorkload("kmeans-1024", "IVF1024,Flat", 200_000, 10 * NList * product),
            new TrainWorkload("pq16-train", "PQ16np", 65_536, 25 * SubCentroids * product),
            new EncodeWorkload("pq16-encode", "PQ16np", 200_000, SubCentroids * product),
            new SearchWorkload("pq16-batch", "PQ16np", Million, 100, readsCodes: true),
            new SearchWorkload("pq16-single", "PQ16np", Million, 50, oneByOne: true, readsCodes: true),
            new SearchWorkload("pq32x4fs-batch", "PQ32x4fs", Million, 1000, readsCodes: true),
            new SearchWorkload("ivf-pq32x4fs-batch", "IVF1024,PQ32x4fs", Million, 1000, nProbe: 32, readsCodes: true),
            new SearchWorkload("ivf-pq16-batch", "IVF1024,PQ16np", Million, 1000, nProbe: 32, readsCodes: true),
            new SearchWorkload("ivf-pq16-single", "IVF1024,PQ16np", Million, 200, oneByOne: true, nProbe: 16, readsCodes: true),
            new SearchWorkload("ivf-flat-batch", "IVF1024,Flat", Million, 1000, nProbe: 32),
            new SearchWorkload("ivf-sq8-batch", "IVF1024,SQ8", Million, 1000, nProbe: 32),
            new AddWorkload("ivf-pq16-add", "IVF1024,PQ16np", Million, (NList + SubCentroids) * product),
            new SearchWorkload("sq8-batch", "SQ8", Million, 100),
            new SearchWorkload("sq6-batch", "SQ6", Million, 100),
            new SearchWorkload("sq4-batch", "SQ4", Million, 100),
            new SearchWorkload("fp16-batch", "SQfp16", Million, 100),
            // FAISS has RaBitQ since 1.11; the native library may be older.
            new SearchWorkload("rabitq-batch", "RaBitQ", Million, 100, readsCodes: true, hasNative: false),
            new SearchWorkload("ivf-rabitq-batch", "IVF1024,RaBitQ", Million, 1000, nProbe: 32, readsCodes: true, hasNative: false),
            new BinarySearchWorkload("binary-256", "BFlat", 256, Million, 100),
            new BinarySearchWorkload("binary-512", "BFlat", 512, Million, 100),
            new BinarySearchWorkload("binary-1024", "BFlat", 1024, Million, 100),
            new BinarySearchWorkload("binary-ivf", "BIVF1024", 256, Million, 1000, nProbe: 16),
            new SearchWorkload("flat-k1000", "Flat", 200_000, 100, k: 1000),
            new SearchWorkload("pq16-k1000", "PQ16np", Million, 100, readsCodes: true, k: 1000),
            new SearchWorkload("pq16-mapped", "PQ16np", Million, 100, readsCodes: true, mapped: true),
            new SearchWorkload("binary-rerank", "LSHt,Refine(SQ8)", Million, 100, readsCodes: true, refineFactor: 10),
            new SearchWorkload("binary-rerank-single", "LSHt,Refine(SQ8)", Million, 50, oneByOne: true, readsCodes: true, refineFactor: 10),
        ];
    }
}
