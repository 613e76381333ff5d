using FaissNet.Kernels;
using FaissNet.Storage;
using FaissNet.Threading;

namespace FaissNet;

/// <summary>The part of a residual L2 distance that depends on the list alone. FAISS: precomputed tables of type 1.</summary>
internal static class IvfPqTables
{
    /// <summary>For each list ‖r‖² + 2⟨c, r⟩ of all centroids r of the product quantizer: [nlist][M][ksub].</summary>
    public static unsafe AlignedBuffer<float> Precompute(ProductQuantizer quantizer, Rows<float> centroids)
    {
        using var table = new PqTable();
        table.Pack(quantizer.Centroids.Pointer, quantizer.M, quantizer.KSub, quantizer.DSub);
        var precomputed = new AlignedBuffer<float>(centroids.Count * table.TableLength);
        ParallelRange.Run(new Job(table, centroids, precomputed.AsRows(table.TableLength)), centroids.Count, 16, 0, CancellationToken.None);
        return precomputed;
    }

    private readonly unsafe struct Job(PqTable table, Rows<float> centroids, Rows<float> precomputed) : IRangeJob
    {
        public void Run(long start, long end)
        {
            for (long list = start; list < end; list++)
                table.BuildPrecomputed(centroids.RowPointer(list), precomputed.RowPointer(list));
        }
    }
}
