using FaissSharp;

namespace FaissNet.Native;

/// <summary>A binary index of native FAISS behind the contract of <see cref="BinaryIndex"/>.</summary>
internal sealed partial class NativeBinaryIndex : BinaryIndex
{
    private readonly string _factory;
    private FaissBinaryIndexHandle _handle;

    private NativeBinaryIndex(FaissBinaryIndexHandle handle, string factory)
        : base(handle.Dimension)
    {
        _handle = handle;
        _factory = factory;
    }

    public override Engine Engine => Engine.Native;

    public override long Count => _handle.Count;

    public override bool IsTrained => _handle.IsTrained;

    /// <summary>The factory string that made the index, or that its file gives.</summary>
    public override string Description => _factory;

    /// <summary>The native index, for tests that compare state.</summary>
    internal FaissBinaryIndexHandle Handle => _handle;

    public static NativeBinaryIndex CreateNative(int dimension, string factory)
    {
        FaissBinaryIndexHandle handle;
        try
        {
            handle = FaissBinaryIndexHandle.Create(dimension, factory);
        }
        catch (FaissException e)
        {
            throw NativeErrors.TranslateInput(e, nameof(factory));
        }
        return new NativeBinaryIndex(handle, factory);
    }

    public long[] GetStoredIds()
    {
        string description = _handle.Description;
        if (NativeDescription.IsIdMap(description))
            return _handle.GetIdMap();
        if (_handle.NList > 0)
            return [.. Enumerable.Range(0, checked((int)_handle.NList)).SelectMany(list => _handle.GetList(list).Ids)];
        var ids = new long[Count];
        for (int i = 0; i < ids.Length; i++)
            ids[i] = i;
        return ids;
    }

    public double GetVisitedShare(int? nProbe)
    {
        long nList = _handle.NList;
        return NativeDescription.VisitedShare(_handle.Description, nList, nProbe ?? (nList > 0 ? _handle.NProbe : 0));
    }

    private protected override void DisposeCore() => _handle.Dispose();
}
