using FaissNet.Clustering;
using FaissNet.Kernels;
using FaissNet.Storage;

namespace FaissNet;

/// <summary>
/// A rotation after which a product quantizer of M slices loses least: training takes turns between the quantizer and the rotation that brings vectors
/// nearest to their codes (Ge et al., "Optimized product quantization", 2013). FAISS: <c>OPQMatrix</c>, <c>OPQ{M}[_{d}]</c>.
/// </summary>
/// <remarks>
/// As in FAISS, the sample is centered for training but vectors are not, and the quantizer of the training has 8 bits whatever the index has, so that
/// it takes at least 256 vectors. Files hold the matrix alone.
/// </remarks>
public sealed class OpqMatrix : LinearTransform
{
    private const string Stage = "OPQ rotation";
    private const int NBits = 8;
    private const int Seed = 1234;
    private const int MaxPointsPerCentroid = 1000;

    /// <summary>A rotation to be trained.</summary>
    /// <param name="inputDimension">Components of a vector that goes in.</param>
    /// <param name="m">Slices of the product quantizer that follows: M.</param>
    /// <param name="outputDimension">Components of a vector that comes out, a multiple of <paramref name="m"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">The output dimension is not a multiple of <paramref name="m"/>.</exception>
    public OpqMatrix(int inputDimension, int m, int outputDimension)
        : base(inputDimension, outputDimension, hasBias: false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(m, 1);
        if (outputDimension % m != 0)
            throw new ArgumentException($"The output dimension {outputDimension} is not a multiple of M = {m}.", nameof(outputDimension));
        M = m;
    }

    /// <summary>Slices of the product quantizer that follows.</summary>
    public int M { get; }

    /// <summary>Rounds of training. Default 50. FAISS: <c>niter</c>.</summary>
    public int Iterations { get; init; } = 50;

    /// <summary>Iterations of k-means in the first round. Default 40. FAISS: <c>niter_pq_0</c>.</summary>
    public int FirstPqIterations { get; init; } = 40;

    /// <summary>Iterations of k-means in later rounds, from the centroids of the round before. Default 4. FAISS: <c>niter_pq</c>.</summary>
    public int PqIterations { get; init; } = 4;

    /// <summary>Training vectors at most; of more a random sample is taken. Default 65,536. FAISS: <c>max_train_points</c>.</summary>
    public int MaxTrainPoints { get; init; } = 65536;

    /// <inheritdoc/>
    public override string Description => OutputDimension == InputDimension ? $"OPQ{M}" : $"OPQ{M}_{OutputDimension}";

    internal override void Train(Rows<float> vectors, BuildOptions options)
    {
        KMeans.RequireEnough(vectors.Count, 1 << NBits);
        using AlignedBuffer<float>? sample = TrainingSample.Take(vectors, MaxTrainPoints);
        Rows<float> rows = sample is null ? vectors : sample.AsRows(InputDimension);
        using AlignedBuffer<float> centered = ColumnMeans.Subtract(rows, ColumnMeans.Of(rows));
        int width = Math.Max(InputDimension, OutputDimension);
        // In front of more outputs than inputs the vectors are filled up with zeros.
        using AlignedBuffer<float>? padded = width > InputDimension ? Pad(centered.AsRows(InputDimension), width) : null;
        float[] rotation = Learn((padded ?? centered).AsRows(width), options);
        var matrix = new float[OutputDimension * InputDimension];
        for (int i = 0; i < OutputDimension; i++)
            rotation.AsSpan(i * width, InputDimension).CopyTo(matrix.AsSpan(i * InputDimension));
        SetMatrix(matrix, []);
    }

    private float[] Learn(Rows<float> x, BuildOptions options)
    {
        float[] rotation = RandomRotationMatrix.Create(x.Width, x.Width, Seed, options)[..(OutputDimension * x.Width)];
        var quantizer = new ProductQuantizer(OutputDimension, M, NBits);
        using var projected = new AlignedBuffer<float>(x.Count * OutputDimension);
        using var decoded = new AlignedBuffer<float>(x.Count * OutputDimension);
        using var codes = new AlignedBuffer<byte>(x.Count * quantizer.CodeSize);
        BuildOptions quiet = options with { Progress = null };
        for (int i = 0; i < Iterations; i++)
        {
            PackedMatrix.MultiplyOnce(rotation, x, projected.AsRows(OutputDimension), options);
            var kMeans = new KMeansOptions
            {
                Iterations = i == 0 ? FirstPqIterations : PqIterations,
                MaxPointsPerCentroid = MaxPointsPerCentroid,
            };
            quantizer.Train(projected.AsRows(OutputDimension), kMeans, hotStart: i > 0, quiet);
            quantizer.Encode(projected.AsRows(OutputDimension), codes.AsRows(quantizer.CodeSize), quiet);
            quantizer.Decode(codes.AsRows(quantizer.CodeSize), decoded.AsRows(OutputDimension), quiet);
            rotation = Procrustes.Rotation(x, decoded.AsRows(OutputDimension), options);
            options.Progress?.Report(new BuildProgress(Stage, i + 1, Iterations));
        }
        return rotation;
    }

    private static AlignedBuffer<float> Pad(Rows<float> rows, int width)
    {
        var padded = new AlignedBuffer<float>(rows.Count * width);
        for (long i = 0; i < rows.Count; i++)
            rows[i].CopyTo(padded.AsRows(width)[i]);
        return padded;
    }
}
