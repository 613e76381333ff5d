using FaissNet.Storage;

namespace FaissNet;

public sealed partial class LshIndex
{
    private protected override void TrainCore(Rows<float> vectors, BuildOptions options)
    {
        options.CancellationToken.ThrowIfCancellationRequested();
        // Only a file can lack it.
        if (RotateData && !Rotation.IsTrained)
            Rotation.SetMatrix(RandomRotationMatrix.Create(Dimension, NBits, RotationSeed, options), []);
        if (!TrainThresholds)
            return;
        using var components = new Scratch<float>(vectors.Count, NBits);
        Prepare(vectors, components.Rows, options.MaxDegreeOfParallelism, options.CancellationToken);
        var trained = new SignQuantizer(NBits, SignThreshold.Median);
        trained.Train(components.Rows, options);
        // FAISS brings a bit back as threshold ± 1, not as what the sample would suggest.
        Quantizer.SetThresholds(trained.Thresholds.ToArray());
        ForgetScanners();
    }

    /// <summary>An index without vectors that makes the same codes.</summary>
    internal LshIndex EmptyCopy()
    {
        var copy = new LshIndex(Rotation, RotateData, TrainThresholds);
        if (TrainThresholds)
            copy.Quantizer.SetThresholds(Thresholds.ToArray());
        return copy;
    }

    private protected override void EncodeCore(Rows<float> vectors, Rows<byte> codes, BuildOptions options)
    {
        using var components = new Scratch<float>(vectors.Count, NBits);
        Prepare(vectors, components.Rows, options.MaxDegreeOfParallelism, options.CancellationToken);
        Quantizer.Encode(components.Rows, codes, options);
    }

    private protected override void DecodeCore(Rows<byte> codes, Rows<float> vectors, BuildOptions options)
    {
        using var components = new Scratch<float>(codes.Count, NBits);
        Rows<float> rows = components.Rows;
        Quantizer.Decode(codes, rows, options);
        if (RotateData)
        {
            Rotation.ReverseApply(rows, vectors, options.MaxDegreeOfParallelism, options.CancellationToken);
            return;
        }
        for (long i = 0; i < vectors.Count; i++)
        {
            rows[i].CopyTo(vectors[i]);
            vectors[i][NBits..].Clear();
        }
    }

    private protected override string? DifferenceFrom(FlatCodesIndex other)
    {
        var source = (LshIndex)other;
        if (source.NBits != NBits || !source.Rotation.IsSameAs(Rotation))
            return "the rotations must be equal";
        return source.Quantizer.Thresholds.SequenceEqual(Quantizer.Thresholds) ? null : "the thresholds must be equal";
    }

    /// <summary>What thresholds are compared with: the rotated vector, or its first components.</summary>
    private void Prepare(Rows<float> vectors, Rows<float> components, int maxDegreeOfParallelism, CancellationToken cancellationToken)
    {
        if (RotateData)
        {
            Rotation.Apply(vectors, components, maxDegreeOfParallelism, cancellationToken);
            return;
        }
        cancellationToken.ThrowIfCancellationRequested();
        for (long i = 0; i < vectors.Count; i++)
            vectors[i][..NBits].CopyTo(components[i]);
    }
}
