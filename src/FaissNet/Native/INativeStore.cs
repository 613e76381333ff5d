using FaissNet.Storage;
using FaissSharp;

namespace FaissNet.Native;

/// <summary>What adding in blocks has to know of a native index and do to it, whatever its vectors are made of.</summary>
internal interface INativeStore<T> : IStoredIds
    where T : unmanaged
{
    /// <summary>The description that FAISS's classes give, which <see cref="NativeDescription"/> reads.</summary>
    string NativeStructure { get; }

    long Count { get; }

    long NList { get; }

    void AddBlock(Rows<T> vectors, int threads);

    void AddBlock(Rows<T> vectors, Rows<long> ids, int threads);

    long TakeOut(FaissIdFilterHandle filter);
}
