using FaissNet.Storage;

namespace FaissNet;

public sealed partial class HnswIndex
{
    private protected override void TrainCore(Rows<float> vectors, BuildOptions options) => _storage.TrainInner(vectors, options);

    private protected override void AddCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
    {
        if (ids.Count > 0)
            throw IdsNotSupported();
        if (vectors.Count > 0)
            throw new NotSupportedException("The C# engine searches graphs, but does not build them; the native engine (FAISS) does.");
    }

    private protected override long RemoveCore(IdFilter filter)
        => throw new NotSupportedException($"{Description} cannot remove vectors: the graph leads through them.");

    private protected override void MergeCore(VectorIndex other, long idShift) => RequireMergeable(other, idShift);

    internal override void RequireMergeable(VectorIndex other, long idShift)
        => throw new NotSupportedException($"{Description} cannot merge: two graphs do not make one.");

    private protected override void ResetCore()
    {
        Graph.Clear();
        _storage.ResetInner();
    }

    private protected override void EncodeCore(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
        => _storage.EncodeInner(vectors, codes, options);

    private protected override void DecodeCore(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
        => _storage.DecodeInner(codes, vectors, options);
}
