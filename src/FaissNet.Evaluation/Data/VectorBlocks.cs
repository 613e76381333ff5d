namespace FaissNet.Evaluation;

/// <summary>Walks through a source in blocks that fit in memory whatever the source's size.</summary>
internal static class VectorBlocks
{
    // 16 MiB: enough work for a call to be worth it, little beside any index.
    private const int BlockFloats = 1 << 22;

    /// <summary>Floats that a training sample has at most where nobody says otherwise: 1 GiB.</summary>
    private const long TrainingFloats = 1L << 28;

    public delegate void Visit(ReadOnlySpan<float> block);

    public static void ForEach(VectorSource source, EvaluationOptions options, string stage, Visit visit)
    {
        int rows = (int)Math.Min(source.Count, Math.Max(1, BlockFloats / source.Dimension));
        var buffer = new float[rows * source.Dimension];
        for (long start = 0; start < source.Count; start += rows)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            int count = (int)Math.Min(rows, source.Count - start);
            Span<float> block = buffer.AsSpan(0, count * source.Dimension);
            source.ReadRows(start, count, block);
            visit(block);
            options.Progress?.Report(new BuildProgress(stage, start + count, source.Count));
        }
    }

    public static float[] TrainingSample(VectorSource source, EvaluationOptions options)
        => source.Sample(options.MaxTrainingVectors ?? (int)Math.Min(int.MaxValue, TrainingFloats / source.Dimension));
}
