using FaissNet.Storage;
using FaissSharp;

namespace FaissNet.Native;

internal sealed partial class NativeVectorIndex : INativeStore<float>
{
    string INativeStore<float>.NativeStructure => _handle.Description;

    long INativeStore<float>.NList => _handle.NList;

    void INativeStore<float>.AddBlock(Rows<float> vectors, int threads) => _handle.Add(vectors.AsSpan(), threads);

    void INativeStore<float>.AddBlock(Rows<float> vectors, Rows<long> ids, int threads) => _handle.Add(vectors.AsSpan(), ids.AsSpan(), threads);

    long INativeStore<float>.TakeOut(FaissIdFilterHandle filter) => _handle.Remove(filter);

    private protected override void AddCore(Rows<float> vectors, Rows<long> ids, BuildOptions options)
    {
        if (NativeAddition.HasIds(ids) && !SupportsIds)
            throw IdsNotSupported();
        NativeAddition.Add(this, Description, vectors, ids, options);
    }
}
