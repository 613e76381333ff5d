namespace FaissNet.Serialization;

/// <summary>What a file says of a transform before it says the dimensions, which come last.</summary>
internal sealed class TransformContent
{
    public FileFloats Matrix { get; set; } = FileFloats.None;

    public FileFloats Bias { get; set; } = FileFloats.None;

    public bool HasBias { get; set; }

    public FileFloats Mean { get; set; } = FileFloats.None;

    public float EigenPower { get; set; }

    public float Epsilon { get; set; }

    public bool RotatesRandomly { get; set; }

    public int BalancedBins { get; set; }

    public FileFloats Eigenvalues { get; set; } = FileFloats.None;

    public FileFloats Components { get; set; } = FileFloats.None;

    public int Iterations { get; set; }

    public int Seed { get; set; }

    public int[] Map { get; set; } = [];

    public bool Projects { get; set; }

    public TransformParts Rotation { get; set; }

    public TransformParts Product { get; set; }
}

/// <summary>A vector of floats in a file; the values are there only when loading.</summary>
internal readonly record struct FileFloats(long Count, float[] Values)
{
    public static FileFloats None { get; } = new(0, []);
}

/// <summary>The end of every transform, and the transform itself when loading.</summary>
internal readonly record struct TransformParts(
    string Fourcc, int InputDimension, int OutputDimension, bool IsTrained, VectorTransform? Loaded);
