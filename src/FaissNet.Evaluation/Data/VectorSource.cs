namespace FaissNet.Evaluation;

/// <summary>
/// A table of vectors that is read in blocks, so that it never has to be in memory as a whole: a file (<see cref="VectorFile"/>) or an
/// array (<see cref="FromArray"/>). Whatever the elements are where they lie, they are read as 32-bit floats.
/// </summary>
/// <remarks>Thread-safety: reads may run together.</remarks>
public abstract class VectorSource : IDisposable
{
    // 16 MiB: enough work for a call to be worth it, little beside any index.
    private const int BlockFloats = 1 << 22;

    // 1 GiB. FAISS looks at no more than 256 vectors per centroid, so this serves two thousand lists at dimension 512.
    private const long TrainingFloats = 1L << 28;

    private protected VectorSource()
    {
    }

    /// <summary>Number of vectors: n.</summary>
    public abstract long Count { get; }

    /// <summary>Number of components of a vector: d.</summary>
    public abstract int Dimension { get; }

    /// <summary>Vectors that lie in memory already.</summary>
    /// <param name="vectors">n × d, row-major. Not copied.</param>
    /// <param name="dimension">d.</param>
    /// <exception cref="ArgumentException">The length is not a multiple of the dimension, or the dimension is not positive.</exception>
    public static VectorSource FromArray(float[] vectors, int dimension) => new MemoryVectors(vectors, dimension);

    /// <summary>Reads consecutive vectors.</summary>
    /// <param name="start">The first vector.</param>
    /// <param name="count">How many.</param>
    /// <param name="destination">Receives count × d values, row-major.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside 0 to <see cref="Count"/>.</exception>
    /// <exception cref="ArgumentException">The destination does not have count × d elements.</exception>
    /// <exception cref="InvalidDataException">The file contradicts itself.</exception>
    public void ReadRows(long start, int count, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (start > Count - count)
        {
            throw new ArgumentOutOfRangeException(
                nameof(start), start, $"Vectors {start} to {start + count} are not inside the {Count} that there are.");
        }
        if (destination.Length != (long)count * Dimension)
        {
            throw new ArgumentException(
                $"Expected room for {(long)count * Dimension} values, but got {destination.Length}.", nameof(destination));
        }
        if (count > 0)
            ReadRowsCore(start, count, destination);
    }

    /// <summary>Reads consecutive vectors into a new array.</summary>
    /// <returns>count × d values, row-major.</returns>
    /// <inheritdoc cref="ReadRows(long, int, Span{float})"/>
    public float[] ReadRows(long start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        var vectors = new float[ArrayLength(count)];
        ReadRows(start, count, vectors);
        return vectors;
    }

    /// <summary>Reads all vectors.</summary>
    /// <returns>n × d values, row-major.</returns>
    /// <exception cref="InvalidDataException">There is more than an array can hold, or the file contradicts itself.</exception>
    public float[] ReadAll()
    {
        var vectors = new float[ArrayLength(Count)];
        ReadRows(0, (int)Count, vectors);
        return vectors;
    }

    /// <summary>Reads a random sample without replacement, in the order in which the vectors lie.</summary>
    /// <param name="count">How many; all vectors where there are no more than that.</param>
    /// <param name="seed">The same seed gives the same sample.</param>
    /// <returns>min(count, n) × d values, row-major.</returns>
    public float[] Sample(int count, int seed = 1234)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count >= Count)
            return ReadAll();
        var vectors = new float[ArrayLength(count)];
        var random = new Random(seed);
        int taken = 0;
        // Selection sampling (Knuth, TAOCP 2, algorithm S): one pass, sorted positions, no memory beyond the result.
        for (long row = 0; taken < count; row++)
        {
            if (random.NextInt64(Count - row) < count - taken)
            {
                ReadRows(row, 1, vectors.AsSpan(taken * Dimension, Dimension));
                taken++;
            }
        }
        return vectors;
    }

    /// <summary>
    /// Reads a sample to train with: all vectors up to one GiB of floats, and that much of larger sources, drawn at random.
    /// </summary>
    /// <returns>n × d values, row-major.</returns>
    public float[] TrainingSample() => Sample((int)Math.Min(int.MaxValue, TrainingFloats / Dimension));

    /// <summary>Walks through all vectors in blocks that fit in memory whatever the size of the source.</summary>
    /// <param name="visit">Given the number of a block's first vector, and the block; the memory is used again for the next one.</param>
    /// <param name="stage">What the walk is called in progress reports.</param>
    /// <param name="progress">Told after each block; <c>null</c> for none.</param>
    /// <param name="cancellationToken">Looked at before each block.</param>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    /// <exception cref="InvalidDataException">The file contradicts itself.</exception>
    public void VisitBlocks(
        VectorBlockVisitor visit, string stage, IProgress<BuildProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(visit);
        int rows = (int)Math.Min(Count, Math.Max(1, BlockFloats / Dimension));
        var buffer = new float[rows * Dimension];
        for (long start = 0; start < Count; start += rows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = (int)Math.Min(rows, Count - start);
            Span<float> block = buffer.AsSpan(0, count * Dimension);
            ReadRows(start, count, block);
            visit(start, block);
            progress?.Report(new BuildProgress(stage, start + count, Count));
        }
    }

    /// <summary>Closes the file behind the vectors, if there is one.</summary>
    public void Dispose()
    {
        DisposeCore();
        GC.SuppressFinalize(this);
    }

    private protected abstract void ReadRowsCore(long start, int count, Span<float> destination);

    private protected virtual void DisposeCore()
    {
    }

    private long ArrayLength(long rows)
    {
        long length = rows * Dimension;
        if (length > Array.MaxLength)
            throw new InvalidDataException($"{rows} × {Dimension} values are more than one array can hold; read them in blocks.");
        return length;
    }

    private sealed class MemoryVectors : VectorSource
    {
        private readonly float[] _vectors;

        public MemoryVectors(float[] vectors, int dimension)
        {
            ArgumentNullException.ThrowIfNull(vectors);
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimension);
            if (vectors.Length % dimension != 0)
            {
                throw new ArgumentException(
                    $"Expected rows of {dimension} values, but the {vectors.Length} values given are not a multiple of that.",
                    nameof(vectors));
            }
            _vectors = vectors;
            Dimension = dimension;
        }

        public override long Count => _vectors.Length / Dimension;

        public override int Dimension { get; }

        private protected override void ReadRowsCore(long start, int count, Span<float> destination)
            => _vectors.AsSpan((int)start * Dimension, count * Dimension).CopyTo(destination);
    }
}
