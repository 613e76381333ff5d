using FaissNet.Storage;
using FaissSharp;

namespace FaissNet.Native;

internal sealed partial class NativeBinaryIndex : INativeStore<byte>
{
    string INativeStore<byte>.NativeStructure => _handle.Description;

    long INativeStore<byte>.NList => _handle.NList;

    void INativeStore<byte>.AddBlock(Rows<byte> vectors, int threads) => _handle.Add(vectors.AsSpan(), threads);

    void INativeStore<byte>.AddBlock(Rows<byte> vectors, Rows<long> ids, int threads) => _handle.Add(vectors.AsSpan(), ids.AsSpan(), threads);

    long INativeStore<byte>.TakeOut(FaissIdFilterHandle filter) => _handle.Remove(filter);

    private protected override void AddCore(Rows<byte> vectors, Rows<long> ids, BuildOptions options)
        => NativeAddition.Add(this, Description, vectors, ids, options);
}
