using FaissNet.Engines;
using FaissNet.Factory;
using FaissNet.Native;

namespace FaissNet;

/// <summary>The way in: makes and opens indexes with whichever engine has them.</summary>
/// <remarks>
/// <see cref="Engine.Auto"/> takes the C# engine for every type that it implements and native FAISS for the rest. Which it took says
/// <see cref="VectorIndex.Engine"/>; why, say <see cref="Explain"/>, <see cref="ExplainBinary"/> and <see cref="ExplainFile"/>.
/// Thread-safe.
/// </remarks>
public static partial class FaissIndex
{
    /// <summary>Makes an empty index from a FAISS factory string, such as <c>IVF1024,PQ16np</c>.</summary>
    /// <param name="dimension">Number of components of a vector.</param>
    /// <param name="description">The factory string.</param>
    /// <param name="metric">How vectors are compared.</param>
    /// <param name="engine">Who does the work.</param>
    /// <exception cref="ArgumentException">The string is not one of FAISS's, or does not fit the dimension.</exception>
    /// <exception cref="NotSupportedException">The engine asked for, or both, cannot make this; the sentence says why.</exception>
    public static VectorIndex Create(int dimension, string description, Metric metric = Metric.L2, Engine engine = Engine.Auto)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        Guard.Dimension(dimension);
        Guard.Metric(metric);
        VectorIndex? index = EngineSelector.TryManaged(
            engine, () => VectorIndex.Create(dimension, description, metric), out string? whyNotManaged);
        if (index is not null)
            return index;
        EngineSelector.Choose(engine, Quote(description), whyNotManaged);
        return NativeVectorIndex.CreateNative(dimension, description, metric);
    }

    /// <summary>Makes an empty binary index from a FAISS factory string, such as <c>BFlat</c>.</summary>
    /// <param name="dimension">Number of bits of a vector, a multiple of 8.</param>
    /// <param name="description">The factory string.</param>
    /// <param name="engine">Who does the work.</param>
    /// <inheritdoc cref="Create" path="/exception"/>
    public static BinaryIndex CreateBinary(int dimension, string description, Engine engine = Engine.Auto)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        Guard.BitDimension(dimension);
        if (EngineSelector.TryManaged(engine, () => BinaryIndex.Create(dimension, description), out string? whyNotManaged) is { } index)
            return index;
        EngineSelector.Choose(engine, Quote(description), whyNotManaged);
        return NativeBinaryIndex.CreateNative(dimension, description);
    }

    /// <summary>Which engine <see cref="Create"/> would take, and why.</summary>
    /// <param name="description">The factory string.</param>
    /// <param name="engine">Who shall do the work.</param>
    /// <exception cref="NotSupportedException">The engine asked for, or both, cannot make this; the sentence says why.</exception>
    public static EngineChoice Explain(string description, Engine engine = Engine.Auto)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        _ = IndexFactory.Supports(description, out string? whyNotManaged);
        return EngineSelector.Choose(engine, Quote(description), whyNotManaged);
    }

    /// <summary>Which engine <see cref="CreateBinary"/> would take, and why.</summary>
    /// <inheritdoc cref="Explain"/>
    public static EngineChoice ExplainBinary(string description, Engine engine = Engine.Auto)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(description);
        _ = IndexFactory.SupportsBinary(description, out string? whyNotManaged);
        return EngineSelector.Choose(engine, Quote(description), whyNotManaged);
    }

    /// <summary>
    /// The factory string of an index of either engine, also of one that was opened from a file: <see cref="Create"/> makes an untrained index of the same
    /// kind from it. What a file does not say, such as polysemous training, it cannot tell.
    /// </summary>
    /// <param name="index">The index.</param>
    /// <exception cref="ArgumentNullException"><paramref name="index"/> is null.</exception>
    public static string Describe(VectorIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        return index.Description;
    }

    /// <summary>The factory string of a binary index of either engine.</summary>
    /// <inheritdoc cref="Describe(VectorIndex)"/>
    public static string Describe(BinaryIndex index)
    {
        ArgumentNullException.ThrowIfNull(index);
        return index.Description;
    }

    private static string Quote(string description) => $"\"{description}\"";
}
