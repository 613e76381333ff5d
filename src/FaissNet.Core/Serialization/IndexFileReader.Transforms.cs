namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    /// <summary>A transform; FAISS writes the dimensions last, so what comes before can only be checked in the end.</summary>
    private TransformParts ReadTransform(IndexStructure parent, string role)
    {
        long offset = _in.Offset;
        string fourcc = _in.ReadFourcc();
        var node = new IndexStructure(role, fourcc, TransformClass(fourcc), offset);
        parent.Add(node);
        NeedsFaiss(FaissVersions.OfType(fourcc));
        TransformContent content = fourcc switch
        {
            "RmDT" => ReadRemap(),
            "VNrm" => ReadNormalization(node),
            "VCnt" => new TransformContent { Mean = ReadFloats("the mean") },
            "Viqt" => ReadItqTransform(node),
            "HRot" => ReadHadamard(node),
            _ => ReadLinear(node),
        };
        int inputs = ReadInt32(node, "d_in", 1, Guard.MaxDimension);
        int outputs = ReadInt32(node, "d_out", 1, Guard.MaxDimension);
        bool isTrained = ReadBoolean(node, "is_trained");
        CountDimensions((long)inputs + outputs);
        CheckTransform(content, fourcc, inputs, outputs, isTrained);
        node.Length = _in.Offset - offset;
        VectorTransform? loaded = _load ? CreateTransform(content, fourcc, inputs, outputs, isTrained) : null;
        return new TransformParts(fourcc, inputs, outputs, isTrained, loaded);
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

    private TransformContent ReadLinear(IndexStructure node)
    {
        var content = new TransformContent();
        if (node.Fourcc is "Pcam" or "PcAm" or "PCAm")
        {
            content.EigenPower = ReadSingle(node, "eigen_power");
            if (node.Fourcc == "Pcam")
                content.Epsilon = ReadSingle(node, "epsilon");
            content.RotatesRandomly = ReadBoolean(node, "random_rotation");
            if (node.Fourcc != "PCAm")
                content.BalancedBins = ReadInt32(node, "balanced_bins");
            // What the training left behind; applying the transform needs only the matrix and the bias.
            content.Mean = ReadFloats("the mean");
            content.Eigenvalues = ReadFloats("the eigenvalues");
            content.Components = ReadFloats("the principal components");
        }
        else if (node.Fourcc == "Viqm")
        {
            content.Iterations = ReadInt32(node, "max_iter");
            content.Seed = ReadInt32(node, "seed");
        }
        content.HasBias = ReadBoolean(node, "have_bias");
        content.Matrix = ReadFloats("the matrix");
        content.Bias = ReadFloats("the bias");
        return content;
    }

    private TransformContent ReadRemap()
    {
        long count = _in.ReadCount(sizeof(int), "the dimension map");
        Require(count <= Guard.MaxDimension, $"the dimension map has {count} entries");
        return new TransformContent { Map = _in.ReadArray<int>(count) };
    }

    private TransformContent ReadNormalization(IndexStructure node)
    {
        float norm = ReadSingle(node, "norm");
        if (norm != 2)
            NotManaged($"The C# engine normalizes by the L2 norm, not by the norm {norm}, which FAISS cannot apply either.");
        return new TransformContent();
    }

    private TransformContent ReadItqTransform(IndexStructure node)
    {
        var content = new TransformContent { Mean = ReadFloats("the mean"), Projects = ReadBoolean(node, "do_pca") };
        content.Rotation = ReadTransform(node, "rotation");
        Require(content.Rotation.Fourcc == "Viqm", $"the rotation is of type {content.Rotation.Fourcc}, expected Viqm");
        content.Product = ReadTransform(node, "product");
        Require(
            content.Product.Fourcc is not ("RmDT" or "VNrm" or "VCnt" or "Viqt" or "HRot"),
            $"the product is of type {content.Product.Fourcc}, expected a matrix");
        return content;
    }

    private TransformContent ReadHadamard(IndexStructure node)
    {
        int seed = _in.ReadInt32();
        node.Add("seed", (long)(uint)seed);
        return new TransformContent { Seed = seed };
    }

    /// <summary>A vector of floats: its values when loading, else only their number.</summary>
    private FileFloats ReadFloats(string what)
    {
        long count = _in.ReadCount(sizeof(float), what);
        if (_load)
            return new FileFloats(count, _in.ReadArray<float>(count));
        _in.Skip(count, sizeof(float));
        return new FileFloats(count, []);
    }

    private long SkipFloats(string what)
    {
        long count = _in.ReadCount(sizeof(float), what);
        _in.Skip(count, sizeof(float));
        return count;
    }

    private void CheckTransform(TransformContent content, string fourcc, int inputs, int outputs, bool isTrained)
    {
        switch (fourcc)
        {
            case "RmDT":
                Require(content.Map.Length == outputs, $"the dimension map has {content.Map.Length} entries for {outputs} dimensions");
                foreach (int from in content.Map)
                    Require(from >= -1 && from < inputs, $"the dimension map takes dimension {from} of {inputs}");
                return;
            case "VNrm":
                Require(inputs == outputs, $"a normalization takes {inputs} and gives {outputs} dimensions");
                return;
            case "VCnt":
                Require(inputs == outputs, $"a centering takes {inputs} and gives {outputs} dimensions");
                Require(
                    content.Mean.Count == inputs || (!isTrained && content.Mean.Count == 0),
                    $"the mean has {content.Mean.Count} values for {inputs} dimensions");
                return;
            case "HRot":
                Require(
                    outputs == (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)inputs),
                    $"a Hadamard rotation takes {inputs} and gives {outputs} dimensions");
                return;
            case "Viqt":
                CheckItqTransform(content, inputs, outputs, isTrained);
                return;
            default:
                if (!isTrained && content.Matrix.Count == 0)
                    return;
                Require(content.Matrix.Count == (long)inputs * outputs, $"the matrix has {content.Matrix.Count} values, expected {outputs} × {inputs}");
                Require(!content.HasBias || content.Bias.Count == outputs, $"the bias has {content.Bias.Count} values, expected {outputs}");
                return;
        }
    }

    private void CheckItqTransform(TransformContent content, int inputs, int outputs, bool isTrained)
    {
        TransformParts product = content.Product;
        Require(content.Mean.Count == inputs || !isTrained, $"the mean has {content.Mean.Count} values for {inputs} dimensions");
        Require(product.IsTrained || !isTrained, "the transform is trained, but its matrix is not");
        Require(
            product.InputDimension == inputs && product.OutputDimension == outputs && (content.Projects || inputs == outputs),
            $"the matrix is {product.OutputDimension} × {product.InputDimension}, expected {outputs} × {inputs}");
    }
}
