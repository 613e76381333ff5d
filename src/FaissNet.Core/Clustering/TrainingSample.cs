using FaissNet.Storage;

namespace FaissNet.Clustering;

/// <summary>FAISS's <c>fvecs_maybe_subsample</c>: the rows that a training looks at when it is given more than it wants.</summary>
internal static class TrainingSample
{
    /// <summary>FAISS's seed for samples and for k-means.</summary>
    public const int DefaultSeed = 1234;

    /// <summary>Which of <paramref name="count"/> rows are taken, in order of use; <c>null</c> for all of them as they stand.</summary>
    public static int[]? Choose(long count, long max, int seed = DefaultSeed)
    {
        if (count <= max)
            return null;
        if (count > int.MaxValue)
            throw new ArgumentException($"Training takes at most {int.MaxValue} vectors, but {count} were given.", nameof(count));
        return RandomGenerator.RandPerm((int)count, seed)[..(int)max];
    }

    /// <summary>Copies at most <paramref name="max"/> of the rows; <c>null</c> when there are no more, so that all are used in place.</summary>
    public static AlignedBuffer<float>? Take(Rows<float> vectors, long max, int seed = DefaultSeed)
        => Choose(vectors.Count, max, seed) is { } chosen ? Gather(vectors, chosen) : null;

    /// <summary>Copies the rows <paramref name="chosen"/>, in that order.</summary>
    public static AlignedBuffer<float> Gather(Rows<float> vectors, int[] chosen)
    {
        var sample = new AlignedBuffer<float>((long)chosen.Length * vectors.Width);
        Rows<float> rows = sample.AsRows(vectors.Width);
        for (int i = 0; i < chosen.Length; i++)
            vectors[chosen[i]].CopyTo(rows[i]);
        return sample;
    }

    /// <summary>Copies <paramref name="width"/> columns from <paramref name="start"/> on of the chosen rows, or of all.</summary>
    public static AlignedBuffer<float> GatherColumns(Rows<float> vectors, int[]? chosen, int start, int width)
    {
        long count = chosen?.Length ?? vectors.Count;
        var sample = new AlignedBuffer<float>(count * width);
        Rows<float> rows = sample.AsRows(width);
        for (long i = 0; i < count; i++)
            vectors[chosen is null ? i : chosen[i]].Slice(start, width).CopyTo(rows[i]);
        return sample;
    }
}
