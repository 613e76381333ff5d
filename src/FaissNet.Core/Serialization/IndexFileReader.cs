using FaissNet.Storage;

namespace FaissNet.Serialization;

/// <summary>
/// Walks through an index of FAISS's format. Every type that FAISS writes is understood and checked; when loading, those that the managed
/// engine has become indexes on the way, and others are refused before their data is read. One walk serves loading and looking, so that
/// what <see cref="FaissFile.Inspect(string, CancellationToken)"/> accepts is exactly what can be loaded.
/// </summary>
/// <remarks>The layouts are those of FAISS's <c>index_write.cpp</c>, versions 1.7.3 to 1.15.</remarks>
/// <param name="input">The file.</param>
/// <param name="load">Whether to make indexes of it.</param>
/// <param name="trailer">What follows the index in the file, where FAISS does not look.</param>
/// <param name="file">The same file mapped, when codes are to be used where they are; it starts where <paramref name="input"/> does.</param>
internal sealed partial class IndexFileReader(FaissStreamReader input, bool load, IndexTrailer? trailer, MappedFile? file = null)
{
    /// <summary>FAISS 1.15 refuses indexes nested deeper than this.</summary>
    private const int MaxDepth = 50;

    /// <summary>
    /// Untrained parts allocate for their dimensions although the file has no values for them. A file may ask for it so often that many parts of a sane
    /// size, or a few of the largest, can be nested in one another.
    /// </summary>
    private const long MaxDimensions = 16L * Guard.MaxDimension;

    private readonly FaissStreamReader _in = input;
    private readonly bool _load = load;
    private readonly IndexTrailer? _trailer = trailer;
    private readonly MappedFile? _file = file;
    private readonly List<IDisposable> _created = [];
    private int _depth;
    private int _idsNeeded;
    private long _unbackedLists;
    private long _dimensions;

    public bool IsBinary { get; private set; }

    /// <summary>The quality card in the trailer.</summary>
    public string? QualityCard { get; private set; }

    /// <summary>The first reason why the managed engine cannot have this index.</summary>
    public string? WhyNotManaged { get; private set; }

    /// <summary>The first reason why FAISS's own reader, or a search that follows, might not survive this index.</summary>
    public string? WhyNotNative { get; private set; }

    /// <summary>The first version of FAISS that has everything in this index.</summary>
    public Version MinimumFaissVersion { get; private set; } = FaissVersions.Oldest;

    private bool NeedsIds => _idsNeeded > 0;

    /// <summary>Reads an index of the managed engine.</summary>
    public static T Load<T>(Stream stream, bool binary, CancellationToken cancellationToken)
        where T : class, IDisposable
    {
        ArgumentNullException.ThrowIfNull(stream);
        IndexTrailer? trailer = IndexTrailer.Read(stream);
        T index = Load<T>(stream, trailer, binary, cancellationToken);
        // Nothing else follows, so the stream ends behind what was read.
        if (trailer is not null)
            stream.Position = stream.Length;
        return index;
    }

    /// <summary>Reads an index of the managed engine whose trailer is here already, or that has none.</summary>
    public static T Load<T>(Stream stream, IndexTrailer? trailer, bool binary, CancellationToken cancellationToken)
        where T : class, IDisposable
        => new IndexFileReader(new FaissStreamReader(stream, cancellationToken), load: true, trailer).LoadTopLevel<T>(binary);

    /// <summary>Reads an index of the managed engine from a file, copying its codes or mapping them.</summary>
    public static T Load<T>(string path, bool binary, LoadOptions options)
        where T : class, IDisposable
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(options);
        FileStream stream = FaissFile.Open(path);
        // An empty file cannot be mapped; reading it says what is wrong.
        if (!options.MemoryMap || stream.Length == 0)
        {
            using (stream)
                return Load<T>(stream, binary, options.CancellationToken);
        }
        using MappedFile file = MappedFile.Open(stream, options.AllowUnguardedMap);
        var reader = new IndexFileReader(new FaissStreamReader(stream, options.CancellationToken), load: true, IndexTrailer.Read(stream), file);
        return reader.LoadTopLevel<T>(binary);
    }

    /// <summary>Reads an index, of either kind unless one is asked for.</summary>
    public IndexStructure ReadTopLevel(bool? binary = null)
    {
        try
        {
            IndexStructure index = ReadIndex("index", binary);
            RequireTrailerUsed();
            return index;
        }
        catch
        {
            // Freed now rather than by finalizers: whoever tries many files must not pile up memory.
            foreach (IDisposable index in _created)
                index.Dispose();
            throw;
        }
    }

    private T LoadTopLevel<T>(bool binary)
        where T : class, IDisposable
    {
        var index = (T)ReadTopLevel(binary).Loaded!;
        if (index is VectorIndex vectors)
            vectors.QualityCard = QualityCard;
        else if (index is BinaryIndex bits)
            bits.QualityCard = QualityCard;
        return index;
    }

    private IndexStructure ReadIndex(string role, bool? binary)
    {
        long offset = _in.Offset;
        string outer = _in.Context;
        string fourcc = _in.ReadFourcc();
        (string className, bool isBinary) = IndexTypes.Find(fourcc)
            ?? throw _in.Error($"\"{fourcc}\" is not a type of index that FAISS writes");
        if (binary is { } wanted && wanted != isBinary && fourcc != "null")
        {
            throw _in.Error(
                $"the {role} is of type {className}, but {(wanted ? "a binary index" : "an index of float vectors")} belongs here");
        }
        if (_depth == MaxDepth)
            throw _in.Error($"indexes are nested deeper than {MaxDepth} levels");
        if (_depth == 0)
            IsBinary = isBinary;
        var node = new IndexStructure(role, fourcc, className, offset);
        NeedsFaiss(FaissVersions.OfType(fourcc));
        _in.Context = $"{className} ({fourcc})";
        _depth++;
        if (isBinary)
            ReadBinaryBody(node);
        else
            ReadFloatBody(node);
        ReadHubness(node);
        _depth--;
        _in.Context = outer;
        node.Length = _in.Offset - offset;
        return node;
    }

    private void ReadFloatBody(IndexStructure node)
    {
        switch (node.Fourcc)
        {
            case "IxF2" or "IxFI" or "IxFl": ReadFlat(node); break;
            case "IxSQ": ReadScalar(node); break;
            case "IxPq" or "IxPQ" or "IxPo": ReadPq(node); break;
            case "IwFl" or "IvFl" or "IvFL": ReadIvfFlat(node); break;
            case "IwFd": ReadIvfFlatDedup(node); break;
            case "IwSq" or "IwSQ" or "IvSQ": ReadIvfScalar(node); break;
            case "IwPQ" or "IvPQ" or "IwQR" or "IvQR": ReadIvfPq(node); break;
            case "IxRF" or "IxRP": ReadRefine(node); break;
            case "IxMp" or "IxM2": ReadIdMap(node); break;
            case "IxPT": ReadPreTransform(node); break;
            case "IRMf" or "IRMh": ReadRowwiseMinMax(node); break;
            case "IxHe" or "IxHE": ReadLsh(node); break;
            case "IxLa": ReadLattice(node); break;
            case "Imiq": ReadMultiIndexQuantizer(node); break;
            case "Ix2L": ReadTwoLayer(node); break;
            case "IHNf" or "IHNp" or "IHNs" or "IHN2" or "IHNc" or "IHc2" or "IHfP" or "IH00": ReadHnsw(node); break;
            case "INSf" or "INSp" or "INSs": ReadNsg(node); break;
            case "INNf": ReadNnDescent(node); break;
            case "IPfs": ReadPqFastScan(node); break;
            case "IwPf": ReadIvfPqFastScan(node); break;
            case "IwSh": ReadIvfSpectralHash(node); break;
            case "IxRq" or "IxRQ" or "IxLS" or "IxPR" or "IxPL": ReadAdditive(node); break;
            case "ImRQ": ReadResidualCoarseQuantizer(node); break;
            case "IRfs" or "ILfs" or "IPRf" or "IPLf": ReadAdditiveFastScan(node); break;
            case "IwRQ" or "IwLS" or "IwPR" or "IwPL": ReadIvfAdditive(node); break;
            case "IVRf" or "IVLf" or "NPRf" or "NPLf": ReadIvfAdditiveFastScan(node); break;
            case "IwIQ": ReadIndependentQuantizer(node); break;
            case "Ixrq" or "Ixrr": ReadRaBitQ(node); break;
            case "Iwrq" or "Iwrr": ReadIvfRaBitQ(node); break;
            case "Irfn" or "Irfs": ReadRaBitQFastScan(node); break;
            case "Iwrn" or "Iwrf": ReadIvfRaBitQFastScan(node); break;
            case "IxEe" or "IxEd": ReadEden(node); break;
            case "IwEe" or "IwEd": ReadIvfEden(node); break;
            case "IxFP" or "IxFp": ReadFlatPanorama(node); break;
            case "IwPn" or "IwP2": ReadIvfFlatPanorama(node); break;
            case "null": ReadAbsent(node); break;
            default:
                throw new NotSupportedException(
                    $"{node.ClassName} ({node.Fourcc}) is written only by builds of FAISS with Intel's SVS library, whose format is not public.");
        }
    }

    /// <summary>Reads an index nested in <paramref name="parent"/>.</summary>
    /// <param name="parent">Receives it as a child.</param>
    /// <param name="role">What it is to its parent.</param>
    /// <param name="binary">Whether a binary index belongs there.</param>
    /// <param name="needsIds">Whether the parent follows the ids that a search of it returns, which must then be known.</param>
    private IndexStructure ReadChild(IndexStructure parent, string role, bool binary, bool needsIds)
    {
        if (needsIds)
            _idsNeeded++;
        IndexStructure child = ReadIndex(role, binary);
        if (needsIds)
            _idsNeeded--;
        parent.Add(child);
        // An outer index that calls itself trained is searched, and then so is what it is built on. The row-wise one is a codec and
        // always says so.
        if (child.Fourcc != "null" && parent.Fourcc is not ("IRMf" or "IRMh") && parent.Header.IsTrained && !child.Header.IsTrained)
            throw _in.Error($"the index is trained, but its {role} ({child.ClassName}) is not");
        return child;
    }

    /// <summary>
    /// States that the managed engine lacks something; ends the reading if it is the managed engine that wants the index.
    /// </summary>
    private void NotManaged(string reason)
    {
        if (_load)
            throw new NotSupportedException($"{reason} {WhatNativeDoes()}");
        WhyNotManaged ??= reason;
    }

    /// <summary>As far as is known by now: reasons against the native engine that show only later are told by it.</summary>
    private string WhatNativeDoes()
    {
        if (WhyNotNative is not null)
            return $"The native engine does not open it either: {WhyNotNative}";
        return MinimumFaissVersion > FaissVersions.Oldest
            ? $"The native engine reads it with FAISS {MinimumFaissVersion} or newer."
            : "The native engine reads it.";
    }

    private void NotManaged(IndexStructure node)
        => NotManaged($"The C# engine does not have {node.ClassName} ({node.Fourcc}).");

    private void NotNative(string reason) => WhyNotNative ??= reason;

    private void NeedsFaiss(Version version)
    {
        if (version > MinimumFaissVersion)
            MinimumFaissVersion = version;
    }

    /// <summary>Registers an index of the managed engine, so that it is freed if what follows it cannot be read.</summary>
    private T Created<T>(IndexStructure node, T index)
        where T : IDisposable
    {
        _created.Add(index);
        node.Loaded = index;
        if (_file is not null && index is IMappable mappable)
            mappable.File = _file.Share();
        return index;
    }
}
