namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    private TransformParts ReadTransform(IndexStructure parent, string role)
    {
        long offset = _in.Offset;
        string fourcc = _in.ReadFourcc();
        var node = new IndexStructure(role, fourcc, TransformClass(fourcc), offset);
        parent.Add(node);
        TransformSizes sizes = fourcc switch
        {
            "RmDT" => ReadRemap(),
            "VNrm" => ReadNormalization(node),
            "VCnt" => new TransformSizes { Mean = SkipFloats("the mean") },
            "Viqt" => ReadItqTransform(node),
            "HRot" => ReadHadamard(node),
            _ => ReadLinear(node),
        };
        int inputs = ReadInt32(node, "d_in", 1, Guard.MaxDimension);
        int outputs = ReadInt32(node, "d_out", 1, Guard.MaxDimension);
        bool isTrained = ReadBoolean(node, "is_trained");
        CheckTransform(sizes, fourcc, inputs, outputs, isTrained);
        node.Length = _in.Offset - offset;
        return new TransformParts(fourcc, inputs, outputs, isTrained);
    }

    private string TransformClass(string fourcc) => fourcc switch
    {
        "rrot" => "RandomRotationMatrix",
        "Pcam" or "PcAm" or "PCAm" => "PCAMatrix",
        "LTra" => "LinearTransform",
        "Viqm" => "ITQMatrix",
        "Viqt" => "ITQTransform",
        "RmDT" => "RemapDimensionsTransform",
        "VNrm" => "NormalizationTransform",
        "VCnt" => "CenteringTransform",
        "HRot" => "HadamardRotation",
        _ => throw _in.Error($"\"{fourcc}\" is not a type of transform that FAISS writes"),
    };

    private TransformSizes ReadLinear(IndexStructure node)
    {
        if (node.Fourcc is "Pcam" or "PcAm" or "PCAm")
        {
            ReadSingle(node, "eigen_power");
            if (node.Fourcc == "Pcam")
                ReadSingle(node, "epsilon");
            ReadBoolean(node, "random_rotation");
            if (node.Fourcc != "PCAm")
                ReadInt32(node, "balanced_bins");
            // What the training left behind; applying the transform needs only the matrix and the bias.
            SkipFloats("the mean");
            SkipFloats("the eigenvalues");
            SkipFloats("the principal components");
        }
        else if (node.Fourcc == "Viqm")
        {
            ReadInt32(node, "max_iter");
            ReadInt32(node, "seed");
        }
        bool hasBias = ReadBoolean(node, "have_bias");
        return new TransformSizes { Matrix = SkipFloats("the matrix"), Bias = SkipFloats("the bias"), HasBias = hasBias };
    }

    private TransformSizes ReadRemap()
    {
        long count = _in.ReadCount(sizeof(int), "the dimension map");
        Require(count <= Guard.MaxDimension, $"the dimension map has {count} entries");
        return new TransformSizes { Map = _in.ReadArray<int>(count) };
    }

    private TransformSizes ReadNormalization(IndexStructure node)
    {
        ReadSingle(node, "norm");
        return default;
    }

    private TransformSizes ReadItqTransform(IndexStructure node)
    {
        long mean = SkipFloats("the mean");
        bool projects = ReadBoolean(node, "do_pca");
        TransformParts rotation = ReadTransform(node, "rotation");
        Require(rotation.Fourcc == "Viqm", $"the rotation is of type {rotation.Fourcc}, expected Viqm");
        TransformParts product = ReadTransform(node, "product");
        Require(
            product.Fourcc is not ("RmDT" or "VNrm" or "VCnt" or "Viqt" or "HRot"),
            $"the product is of type {product.Fourcc}, expected a matrix");
        return new TransformSizes { Mean = mean, Product = product, Projects = projects };
    }

    private TransformSizes ReadHadamard(IndexStructure node)
    {
        node.Add("seed", (long)(uint)_in.ReadInt32());
        return default;
    }

    private long SkipFloats(string what)
    {
        long count = _in.ReadCount(sizeof(float), what);
        _in.Skip(count, sizeof(float));
        return count;
    }

    private void CheckTransform(TransformSizes sizes, string fourcc, int inputs, int outputs, bool isTrained)
    {
        switch (fourcc)
        {
            case "RmDT":
                Require(sizes.Map!.Length == outputs, $"the dimension map has {sizes.Map.Length} entries for {outputs} dimensions");
                foreach (int from in sizes.Map)
                    Require(from >= -1 && from < inputs, $"the dimension map takes dimension {from} of {inputs}");
                return;
            case "VNrm":
                Require(inputs == outputs, $"a normalization takes {inputs} and gives {outputs} dimensions");
                return;
            case "VCnt":
                Require(inputs == outputs, $"a centering takes {inputs} and gives {outputs} dimensions");
                Require(
                    sizes.Mean == inputs || (!isTrained && sizes.Mean == 0),
                    $"the mean has {sizes.Mean} values for {inputs} dimensions");
                return;
            case "HRot":
                Require(
                    outputs == (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)inputs),
                    $"a Hadamard rotation takes {inputs} and gives {outputs} dimensions");
                return;
            case "Viqt":
                if (!isTrained)
                    return;
                Require(sizes.Mean == inputs, $"the mean has {sizes.Mean} values for {inputs} dimensions");
                Require(sizes.Product.IsTrained, "the transform is trained, but its matrix is not");
                Require(
                    sizes.Product.InputDimension == inputs && sizes.Product.OutputDimension == outputs && (sizes.Projects || inputs == outputs),
                    $"the matrix is {sizes.Product.OutputDimension} × {sizes.Product.InputDimension}, expected {outputs} × {inputs}");
                return;
            default:
                if (!isTrained && sizes.Matrix == 0)
                    return;
                Require(sizes.Matrix == (long)inputs * outputs, $"the matrix has {sizes.Matrix} values, expected {outputs} × {inputs}");
                Require(!sizes.HasBias || sizes.Bias == outputs, $"the bias has {sizes.Bias} values, expected {outputs}");
                return;
        }
    }

    /// <summary>What of a transform was read before its dimensions, which come last.</summary>
    private readonly record struct TransformSizes
    {
        public long Matrix { get; init; }

        public long Bias { get; init; }

        public bool HasBias { get; init; }

        public long Mean { get; init; }

        public int[]? Map { get; init; }

        public TransformParts Product { get; init; }

        public bool Projects { get; init; }
    }
}

/// <summary>The end of every transform.</summary>
internal readonly record struct TransformParts(string Fourcc, int InputDimension, int OutputDimension, bool IsTrained);
