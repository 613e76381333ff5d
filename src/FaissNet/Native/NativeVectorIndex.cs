using FaissNet.Factory;
using FaissSharp;

namespace FaissNet.Native;

/// <summary>An index of native FAISS behind the contract of <see cref="VectorIndex"/>.</summary>
internal sealed partial class NativeVectorIndex : VectorIndex
{
    private readonly string _factory;
    private FaissIndexHandle _handle;

    private NativeVectorIndex(FaissIndexHandle handle, string factory, Metric metric)
        : base(handle.Dimension, metric)
    {
        _handle = handle;
        _factory = factory;
    }

    public override Engine Engine => Engine.Native;

    public override long Count => _handle.Count;

    public override bool IsTrained => _handle.IsTrained;

    public override int CodeSize
    {
        get
        {
            try
            {
                return checked((int)_handle.CodecSize);
            }
            catch (FaissException e)
            {
                throw NativeErrors.Translate(e);
            }
        }
    }

    /// <summary>The factory string that made the index, or that its file gives.</summary>
    public override string Description => _factory;

    /// <summary>The native index, for tests that compare state.</summary>
    internal FaissIndexHandle Handle => _handle;

    public static NativeVectorIndex CreateNative(int dimension, string factory, Metric metric)
    {
        FaissIndexHandle handle;
        try
        {
            handle = FaissIndexHandle.Create(dimension, factory, (faissnet_metric)metric);
        }
        catch (FaissException e) when (e.Message.Contains("could not parse", StringComparison.Ordinal) && IndexFactory.Supports(factory, out _))
        {
            // The string is right: it is of a later FAISS, or one of our own.
            throw new NotSupportedException($"FAISS {FaissRuntime.NativeVersion} does not know \"{factory}\"; the C# engine makes it.", e);
        }
        catch (FaissException e)
        {
            // FAISS says only that it could not parse the string.
            if (IndexFactory.FindMistake(factory) is { } mistake)
                throw new ArgumentException($"{NativeErrors.TranslateInput(e, nameof(factory)).Message} {mistake.Message}", e);
            throw NativeErrors.TranslateInput(e, nameof(factory));
        }
        return new NativeVectorIndex(handle, factory, metric);
    }

    public long[] GetStoredIds()
    {
        string description = _handle.Description;
        if (NativeDescription.IsIdMap(description))
            return _handle.GetIdMap();
        if (_handle.NList > 0 && NativeDescription.SupportsIds(description))
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
