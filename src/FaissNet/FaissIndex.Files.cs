using FaissNet.Engines;
using FaissNet.Native;

namespace FaissNet;

public static partial class FaissIndex
{
    /// <summary>Opens an index file that FAISS or this library has written.</summary>
    /// <remarks>
    /// FAISS's own reader trusts its input, so a file passes the structural checks of <see cref="FaissFile"/> before the native engine
    /// opens it. The file must not change between the two.
    /// </remarks>
    /// <param name="path">The file.</param>
    /// <param name="engine">Who does the work.</param>
    /// <param name="cancellationToken">Stops the reading; inside native FAISS it is not looked at.</param>
    /// <exception cref="FaissFormatException">The file is not a FAISS index of float vectors, is damaged, or contradicts
    /// itself.</exception>
    /// <exception cref="NotSupportedException">The engine asked for, or both, cannot have this index; the sentence says why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static VectorIndex Load(string path, Engine engine = Engine.Auto, CancellationToken cancellationToken = default)
        => Load(path, new LoadOptions { CancellationToken = cancellationToken }, engine);

    /// <summary>Opens an index file with options. Mapped files are the C# engine's: FAISS's own maps do not survive a file that shrinks.</summary>
    /// <param name="path">The file.</param>
    /// <param name="options">Mapping, cancellation.</param>
    /// <param name="engine">Who does the work.</param>
    /// <inheritdoc cref="Load(string, Engine, CancellationToken)" path="/exception"/>
    public static VectorIndex Load(string path, LoadOptions options, Engine engine = Engine.Auto)
    {
        ArgumentNullException.ThrowIfNull(options);
        return InspectForNative(path, engine, isBinary: false, options) is { } info
            ? NativeVectorIndex.LoadNative(path, info.Description)
            : VectorIndex.Load(path, options);
    }

    /// <summary>Opens a binary index file that FAISS or this library has written.</summary>
    /// <inheritdoc cref="Load(string, Engine, CancellationToken)"/>
    public static BinaryIndex LoadBinary(string path, Engine engine = Engine.Auto, CancellationToken cancellationToken = default)
        => LoadBinary(path, new LoadOptions { CancellationToken = cancellationToken }, engine);

    /// <summary>Opens a binary index file with options.</summary>
    /// <inheritdoc cref="Load(string, LoadOptions, Engine)"/>
    public static BinaryIndex LoadBinary(string path, LoadOptions options, Engine engine = Engine.Auto)
    {
        ArgumentNullException.ThrowIfNull(options);
        return InspectForNative(path, engine, isBinary: true, options) is { } info
            ? NativeBinaryIndex.LoadNative(path, info.Description)
            : BinaryIndex.Load(path, options);
    }

    /// <summary>Which engine <see cref="Load(string, Engine, CancellationToken)"/> or <see cref="LoadBinary(string, Engine, CancellationToken)"/> would take for a file, and why.</summary>
    /// <param name="path">The file.</param>
    /// <param name="engine">Who shall do the work.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="FaissFormatException">The file is not a FAISS index, is damaged, or contradicts itself.</exception>
    /// <exception cref="NotSupportedException">The engine asked for, or both, cannot have this index; the sentence says why.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static EngineChoice ExplainFile(string path, Engine engine = Engine.Auto, CancellationToken cancellationToken = default)
        => ChooseFor(path, FaissFile.Inspect(path, cancellationToken), engine);

    /// <summary>What a file for the native engine holds; null where the C# engine is to load it.</summary>
    private static FaissFileInfo? InspectForNative(string path, Engine engine, bool isBinary, LoadOptions options)
    {
        // The C# reader checks while it reads; only others need the look ahead.
        if (engine == Engine.Managed)
            return null;
        FaissFileInfo info = FaissFile.Inspect(path, options.CancellationToken);
        if (info.IsBinary != isBinary)
        {
            throw new FaissFormatException(isBinary
                ? $"{path} holds an index of float vectors, not of bits; open it with {nameof(Load)}."
                : $"{path} holds a binary index, not one of float vectors; open it with {nameof(LoadBinary)}.");
        }
        EngineChoice choice = ChooseFor(path, info, engine);
        if (options.MemoryMap && choice.Engine == Engine.Native)
            throw new NotSupportedException($"The native engine has no memory-mapped indexes. It was chosen because: {choice.Reason}");
        return choice.Engine == Engine.Native ? info : null;
    }

    private static EngineChoice ChooseFor(string path, FaissFileInfo info, Engine engine)
        => EngineSelector.Choose(
            engine, $"the {info.Index.ClassName} of {Path.GetFileName(path)}", info.WhyNotManaged, info.WhyNotNative, info.MinimumFaissVersion);
}
