namespace FaissNet.Serialization;

internal sealed partial class IndexFileReader
{
    /// <summary>Reads the quantizer that a type of index has: residual, local search, or a product of either.</summary>
    private AdditiveShape ReadAdditiveQuantizer(IndexStructure node, int dimension, bool indexIsTrained)
    {
        bool isProduct = node.Fourcc is "IxPR" or "IxPL" or "IwPR" or "IwPL" or "IPRf" or "IPLf" or "NPRf" or "NPLf";
        bool isLocalSearch = node.Fourcc is "IxLS" or "IxPL" or "IwLS" or "IwPL" or "ILfs" or "IPLf" or "IVLf" or "NPLf";
        AdditiveShape shape;
        if (node.Fourcc == "IxRQ")
            shape = ReadOldResidual(node, dimension);
        else if (isProduct)
            shape = ReadProductQuantizers(node, dimension, isLocalSearch);
        else
            shape = isLocalSearch ? ReadLocalSearch(node, dimension) : ReadResidual(node, dimension);
        Require(!indexIsTrained || shape.IsTrained, "the index is trained, but its quantizer is not");
        return shape;
    }

    private AdditiveShape ReadProductQuantizers(IndexStructure node, int dimension, bool isLocalSearch)
    {
        // The splits follow the common part, whose codebooks have the dimension of a split.
        AdditiveShape whole = ReadAdditiveCommon(node, dimension, codebookDimension: null);
        int splits = (int)ReadSize(node, "nsplits", 1, dimension);
        Require(dimension % splits == 0, $"the dimension {dimension} is not a multiple of nsplits = {splits}");
        CheckCodebooks(whole, dimension / splits);
        long codebooks = 0;
        long bits = 0;
        for (int i = 0; i < splits; i++)
        {
            var part = new IndexStructure("quantizer", node.Fourcc, isLocalSearch ? "LocalSearchQuantizer" : "ResidualQuantizer", _in.Offset);
            node.Add(part);
            AdditiveShape shape = isLocalSearch ? ReadLocalSearch(part, dimension / splits) : ReadResidual(part, dimension / splits);
            part.Length = _in.Offset - part.Offset;
            Require(!whole.IsTrained || shape.IsTrained, $"the quantizer is trained, but its part {i} is not");
            codebooks += shape.Count;
            bits += shape.Bits - shape.NormBits;
        }
        Require(
            codebooks == whole.Count && bits == whole.Bits - whole.NormBits,
            $"the parts have {codebooks} codebooks of {bits} bits, the whole {whole.Count} of {whole.Bits - whole.NormBits}");
        return whole;
    }

    private AdditiveShape ReadResidual(IndexStructure node, int dimension)
    {
        AdditiveShape shape = ReadAdditiveCommon(node, dimension, dimension);
        int trainType = ReadInt32(node, "train_type", 0);
        ReadInt32(node, "max_beam_size", 1, MaxBeam);
        if ((trainType & SkipCodebookTables) == 0)
            CheckCodebookTables(shape);
        return shape;
    }

    private AdditiveShape ReadOldResidual(IndexStructure node, int dimension)
    {
        ReadSize(node, "aq.d", dimension, dimension);
        long count = ReadSize(node, "M", 1, Guard.MaxDimension);
        long[] bits = ReadBits(count);
        bool isTrained = ReadBoolean(node, "aq.is_trained");
        ReadInt32(node, "train_type", 0);
        ReadInt32(node, "max_beam_size", 1, MaxBeam);
        long values = SkipFloats("the codebooks");
        int search = ReadInt32(node, "search_type", 0, 9);
        _in.ReadSingle();
        _in.ReadSingle();
        return CheckCodebooks(new AdditiveShape(bits, isTrained, search, values), dimension);
    }

    private AdditiveShape ReadLocalSearch(IndexStructure node, int dimension)
    {
        AdditiveShape shape = ReadAdditiveCommon(node, dimension, dimension);
        foreach (string name in (string[])["K", "train_iters", "encode_ils_iters", "train_ils_iters", "icm_iters"])
            ReadSize(node, name, 0, int.MaxValue);
        ReadSingle(node, "p");
        ReadSingle(node, "lambd");
        ReadSize(node, "chunk_size", 1, int.MaxValue);
        ReadInt32(node, "random_seed");
        ReadSize(node, "nperts", 0, int.MaxValue);
        ReadBoolean(node, "update_codebooks_with_double");
        return shape;
    }

    private AdditiveShape ReadAdditiveCommon(IndexStructure node, int dimension, int? codebookDimension)
    {
        ReadSize(node, "aq.d", dimension, dimension);
        long count = ReadSize(node, "M", 1, Guard.MaxDimension);
        long[] bits = ReadBits(count);
        bool isTrained = ReadBoolean(node, "aq.is_trained");
        long values = SkipFloats("the codebooks");
        int search = ReadInt32(node, "search_type", 0, 9);
        // The range of the norms.
        _in.ReadSingle();
        _in.ReadSingle();
        var shape = new AdditiveShape(bits, isTrained, search, values);
        if (search is >= 6 and <= 9)
            SkipVector(sizeof(float), isTrained ? (search == 7 ? 16 : 256) : 0, "the norms");
        if (search is 8 or 9)
            SkipVector(sizeof(float), isTrained ? 32 : 0, "the norm tables");
        return codebookDimension is { } d ? CheckCodebooks(shape, d) : shape;
    }

    private long[] ReadBits(long count)
    {
        long[] bits = _in.ReadArray<long>(_in.ReadCount(sizeof(long), count, "the bits per codebook"));
        foreach (long n in bits)
            Require(n is >= 0 and <= MaxPqBits, $"a codebook has {n} bits, expected 0 to {MaxPqBits}");
        return bits;
    }

    private AdditiveShape CheckCodebooks(AdditiveShape shape, int dimension)
    {
        long expected = Product(shape.CodebookSize, dimension, "codebooks × dimension");
        Require(
            shape.CodebookValues == expected || (!shape.IsTrained && shape.CodebookValues == 0),
            $"the codebooks have {shape.CodebookValues} values, expected {expected}");
        return shape;
    }

    private void CheckCodebookTables(AdditiveShape shape)
    {
        if (shape.CodebookValues == 0)
            NotNative("FAISS builds tables for the codebooks of a residual quantizer, and follows a null pointer where it is not trained.");
        if (shape.CodebookSize > MaxTableCodebook)
            NotNative($"FAISS builds tables for codebooks of {shape.CodebookSize} entries, which may not fit in memory.");
    }

    /// <summary>The numbers of an additive quantizer.</summary>
    private readonly record struct AdditiveShape(long[] CodebookBits, bool IsTrained, int SearchType, long CodebookValues)
    {
        public long Count => CodebookBits.Length;

        public long CodebookSize => CodebookBits.Sum(bits => 1L << (int)bits);

        public bool IsFourBit => Array.TrueForAll(CodebookBits, bits => bits == FastScanBits);

        public int NormBits => SearchType switch { 3 => 32, 4 or 6 or 8 or 9 => 8, 5 or 7 => 4, _ => 0 };

        public long Bits => CodebookBits.Sum() + NormBits;

        public long CodeSize => (Bits + 7) / 8;
    }
}
