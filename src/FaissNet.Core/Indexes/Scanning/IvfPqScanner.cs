using System.Numerics.Tensors;
using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>Product-quantizer codes of residuals: the tables depend on the list, or a bias does.</summary>
/// <param name="index">Has the centroids and the product quantizer.</param>
/// <param name="precomputed">[nlist][M][ksub] of ‖r‖² + 2⟨c, r⟩, or null to build each list's table from q − c.</param>
internal sealed unsafe class IvfPqScanner(IvfPqIndex index, AlignedBuffer<float>? precomputed)
    : PqScanner(index.Quantizer, index.Metric, index.Lists.Layout, hasLists: true)
{
    private readonly AlignedBuffer<float> _products = new(precomputed is null ? 0 : (long)index.M * index.Quantizer.KSub);
    private readonly AlignedBuffer<float> _residual = new(index.Dimension);
    private float* _query;
    private float* _present;

    /// <summary>The products of the query with all centroids of the product quantizer, where lists have the rest.</summary>
    public override int QueryTableLength => precomputed is null ? 0 : Centroids.TableLength;

    public override void BuildQueryTable(float* query, float* table) => Centroids.Build(query, Metric.InnerProduct, table);

    public override void SetQueryTable(float* table) => _present = table;

    public override void SetQuery(float* query)
    {
        _query = query;
        if (Metric == Metric.InnerProduct)
        {
            base.SetQuery(query);
        }
        else if (precomputed is not null)
        {
            BuildQueryTable(query, _products.Pointer);
            SetQueryTable(_products.Pointer);
        }
    }

    public override void SetList(long list, float coarseDistance)
    {
        if (Metric == Metric.InnerProduct)
        {
            Bias = index.CentroidProduct(_query, list, coarseDistance);
        }
        else if (precomputed is not null)
        {
            Bias = coarseDistance;
            SetTable(precomputed.Pointer + list * Centroids.TableLength, _present);
        }
        else
        {
            int d = index.Dimension;
            TensorPrimitives.Subtract(new ReadOnlySpan<float>(_query, d), index.Centroids[list], _residual.Slice(0, d));
            Centroids.Build(_residual.Pointer, Metric, Table);
            TableChanged();
        }
    }

    public override void Dispose()
    {
        _products.Dispose();
        _residual.Dispose();
        base.Dispose();
    }
}
