using FaissNet.Kernels;

namespace FaissNet;

/// <summary>Receives the nodes that a search in a graph meets, in that order.</summary>
internal interface IGraphResults
{
    void Offer(float score, long id);
}

/// <summary>Keeps the best k in a heap.</summary>
internal readonly unsafe struct NearestGraphResults<TOrder>(float* scores, long* ids, int k) : IGraphResults
    where TOrder : struct, ITopKOrder<float>
{
    public void Offer(float score, long id) => TopKHeap.Push<TOrder, float>(scores, ids, k, score, id);
}

/// <summary>Keeps all that are nearer than a radius.</summary>
internal readonly struct RangeGraphResults<TOrder>(RangeHits<float> hits, float radius) : IGraphResults
    where TOrder : struct, ITopKOrder<float>
{
    public void Offer(float score, long id)
    {
        if (TOrder.IsBetter(score, radius))
            hits.Add(score, id);
    }
}
