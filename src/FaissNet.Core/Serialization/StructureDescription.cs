namespace FaissNet.Serialization;

/// <summary>
/// The factory string of an index of which only the structure has been read. What a string cannot say, or FAISS has no string for, is called by its
/// class. A file does not tell whether codes were trained for polysemous search, so product quantizers are <c>np</c>.
/// </summary>
internal static class StructureDescription
{
    private const long DefaultBlock = 32;

    public static string Of(IndexStructure node) => node.OwnName is { } name ? $"{name},{OfFaiss(node)}" : OfFaiss(node);

    private static string OfFaiss(IndexStructure node) => node.Fourcc switch
    {
        "IxF2" or "IxFI" or "IxFl" or "IxSQ" or "IxPq" or "IxPQ" or "IxPo" or "IPfs" or "Ixrq" or "Ixrr" or "Irfn" or "Irfs" => Code(node),
        "IwFl" or "IvFl" or "IvFL" => $"{Lists(node)},Flat",
        "IwFd" => $"{Lists(node)},FlatDedup",
        "IwSq" or "IwSQ" or "IvSQ" or "IwPQ" or "IvPQ" or "IwPf" or "Iwrq" or "Iwrr" or "Iwrn" or "Iwrf" => $"{Lists(node)},{Code(node)}",
        "IwQR" or "IvQR" => node["refine_M"] is { } m ? $"{Lists(node)},PQ{node["M"]}+{m}" : $"{Lists(node)},PQ{node["M"]}",
        "IHNf" or "IHNs" or "IHNp" => $"HNSW{(long)node["neighbours_level0"]! / 2},{Of(Child(node, "storage"))}",
        "IxRF" => Refined(node),
        "IxMp" or "IBMp" => $"IDMap,{Of(Child(node, "index"))}",
        "IxM2" or "IBM2" => $"IDMap2,{Of(Child(node, "index"))}",
        "IxPT" => Transformed(node),
        "IRMf" => $"MinMax,{Of(Child(node, "index"))}",
        "IRMh" => $"MinMaxFP16,{Of(Child(node, "index"))}",
        "IxHe" or "IxHE" => $"LSH{Bits(node)}{(node["rotate_data"] is true ? "r" : "")}{(node["train_thresholds"] is true ? "t" : "")}",
        "IBxF" => "BFlat",
        "IBwF" => Child(node, "quantizer") is { Fourcc: "IBHf" } graph
            ? $"BIVF{node["nlist"]}_HNSW{(long)graph["neighbours_level0"]! / 2}"
            : $"BIVF{node["nlist"]}",
        "IBHf" => $"BHNSW{(long)node["neighbours_level0"]! / 2}",
        "IBHh" => $"BHash{node["b"]}",
        "IBHm" => $"BHash{node["nhash"]}x{node["b"]}",
        _ => node.ClassName,
    };

    private static string Code(IndexStructure node) => node.Fourcc switch
    {
        "IxF2" or "IxFI" or "IxFl" => "Flat",
        "IxSQ" or "IwSq" or "IwSQ" or "IvSQ" => Scalar((string)node["qtype"]!),
        "IPfs" or "IwPf" => $"PQ{node["M"]}x4fs{(node["by_residual"] is true ? "r" : "")}{Block(node)}",
        "Ixrq" or "Ixrr" or "Iwrq" or "Iwrr" => $"RaBitQ{RaBitQBits(node)}",
        "Irfn" or "Irfs" or "Iwrn" or "Iwrf" => $"RaBitQfs{RaBitQBits(node)}{Block(node)}",
        _ => $"PQ{node["M"]}{(node["nbits"] is 8L ? "" : $"x{node["nbits"]}")}np",
    };

    private static string Scalar(string type) => type switch
    {
        "QT_8bit" => "SQ8",
        "QT_4bit" => "SQ4",
        "QT_6bit" => "SQ6",
        _ => $"SQ{type["QT_".Length..].Replace("8bit", "8", StringComparison.Ordinal).Replace("4bit", "4", StringComparison.Ordinal)}",
    };

    private static string Block(IndexStructure node) => node["bbs"] is long block and not DefaultBlock ? $"_{block}" : "";

    private static string RaBitQBits(IndexStructure node) => node["nb_bits"] is long bits and > 1 ? $"{bits}" : "";

    private static string Bits(IndexStructure node) => node["nbits"] is long bits && bits != node.Header.Dimension ? $"{bits}" : "";

    private static string Lists(IndexStructure node)
    {
        IndexStructure quantizer = Child(node, "quantizer");
        return quantizer.Fourcc switch
        {
            "IxF2" or "IxFI" or "IxFl" => $"IVF{node["nlist"]}",
            "IHNf" => $"IVF{node["nlist"]}_HNSW{(long)quantizer["neighbours_level0"]! / 2}",
            "Imiq" when quantizer["M"] is 2L => $"IMI2x{quantizer["nbits"]}",
            _ => $"IVF{node["nlist"]}({Of(quantizer)})",
        };
    }

    private static string Refined(IndexStructure node)
    {
        string first = Of(Child(node, "base"));
        string second = Of(Child(node, "refine"));
        return second == "Flat" ? $"{first},RFlat" : $"{first},Refine({second})";
    }

    private static string Transformed(IndexStructure node)
    {
        IndexStructure index = Child(node, "index");
        string inner = Of(index);
        string shown = index.Fourcc is "IxRF" or "IxMp" or "IxM2" or "IxPT" ? $"({inner})" : inner;
        return string.Join(',', [.. node.Children.Where(child => child.Role == "transform").Select(child => Transform(child, inner)), shown]);
    }

    private static string Transform(IndexStructure node, string following) => node.OwnName ?? node.Fourcc switch
    {
        "rrot" => $"RR{node["d_out"]}",
        "Pcam" or "PcAm" or "PCAm" => Principal(node),
        "LTra" => Linear(node, following),
        "Viqm" or "Viqt" => node["do_pca"] is true ? $"ITQ{node["d_out"]}" : "ITQ",
        "RmDT" => $"Pad{node["d_out"]}",
        "VNrm" => "L2norm",
        "VCnt" => "Center",
        "HRot" => node["seed"] is 12345L ? "HR" : $"HR{node["seed"]}",
        _ => node.ClassName,
    };

    private static string Principal(IndexStructure node)
        => $"PCA{(node["eigen_power"] is -0.5 ? "W" : "")}{(node["random_rotation"] is true ? "R" : "")}{node["d_out"]}";

    /// <summary>FAISS writes OPQ as a plain matrix; what kind of code follows tells for how many slices it was made.</summary>
    private static string Linear(IndexStructure node, string following)
    {
        if (node["have_bias"] is true || LinearTransform.SlicesOf(following) is not { } slices)
            return $"Linear{node["d_out"]}";
        return node["d_in"] is long inputs && node["d_out"] is long outputs && inputs != outputs ? $"OPQ{slices}_{outputs}" : $"OPQ{slices}";
    }

    private static IndexStructure Child(IndexStructure node, string role) => node.Children.First(child => child.Role == role);
}
