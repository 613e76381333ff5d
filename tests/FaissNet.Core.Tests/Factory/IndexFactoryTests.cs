namespace FaissNet.Factory;

[Trait("Tier", "Independent")]
public sealed class IndexFactoryTests
{
    [Theory]
    [InlineData("Flat", typeof(FlatIndex), "Flat")]
    [InlineData("SQ8", typeof(ScalarQuantizerIndex), "SQ8")]
    [InlineData("SQ4", typeof(ScalarQuantizerIndex), "SQ4")]
    [InlineData("SQ6", typeof(ScalarQuantizerIndex), "SQ6")]
    [InlineData("SQfp16", typeof(ScalarQuantizerIndex), "SQfp16")]
    [InlineData("SQ8_direct", typeof(ScalarQuantizerIndex), "SQ8_direct")]
    [InlineData("PQ16", typeof(PqIndex), "PQ16")]
    [InlineData("PQ16np", typeof(PqIndex), "PQ16np")]
    [InlineData("PQ16x8np", typeof(PqIndex), "PQ16np")]
    [InlineData("PQ8x4", typeof(PqIndex), "PQ8x4")]
    [InlineData("PQ8x12np", typeof(PqIndex), "PQ8x12np")]
    [InlineData("PQ8x4fs", typeof(PqFastScanIndex), "PQ8x4fs")]
    [InlineData("PQ8x4fs_96", typeof(PqFastScanIndex), "PQ8x4fs_96")]
    [InlineData("IVF7,PQ8x4fs_32", typeof(IvfPqFastScanIndex), "IVF7,PQ8x4fs")]
    [InlineData("IVF7,PQ8x4fsr_64", typeof(IvfPqFastScanIndex), "IVF7,PQ8x4fsr_64")]
    [InlineData("IVF7(SQ8),PQ8x4fsr,RFlat", typeof(RefineIndex), "IVF7(SQ8),PQ8x4fsr,RFlat")]
    [InlineData("IVF100,Flat", typeof(IvfFlatIndex), "IVF100,Flat")]
    [InlineData("IVF1k,Flat", typeof(IvfFlatIndex), "IVF1024,Flat")]
    [InlineData("IVF7,SQ8", typeof(IvfScalarQuantizerIndex), "IVF7,SQ8")]
    [InlineData("IVF7,PQ4x6np", typeof(IvfPqIndex), "IVF7,PQ4x6np")]
    [InlineData("IVF7,PQ4", typeof(IvfPqIndex), "IVF7,PQ4")]
    [InlineData("(SQ8)", typeof(ScalarQuantizerIndex), "SQ8")]
    [InlineData("SQ8,RFlat", typeof(RefineIndex), "SQ8,RFlat")]
    [InlineData("IVF7,PQ4np,Refine(SQfp16)", typeof(RefineIndex), "IVF7,PQ4np,Refine(SQfp16)")]
    [InlineData("PQ4np,Refine(IVF7,Flat)", typeof(RefineIndex), "PQ4np,Refine(IVF7,Flat)")]
    [InlineData("PQ4np,Refine(SQ8,Refine(Flat))", typeof(RefineIndex), "PQ4np,Refine(SQ8,RFlat)")]
    [InlineData("IDMap,Flat", typeof(IdMapIndex), "IDMap,Flat")]
    [InlineData("Flat,IDMap", typeof(IdMapIndex), "IDMap,Flat")]
    [InlineData("Flat,IDMap2", typeof(IdMapIndex), "IDMap2,Flat")]
    [InlineData("IDMap2,PQ4np,RFlat", typeof(IdMapIndex), "IDMap2,PQ4np,RFlat")]
    [InlineData("IVF7,Flat,IDMap", typeof(IdMapIndex), "IDMap,IVF7,Flat")]
    [InlineData("RR24,SQ8", typeof(PreTransformIndex), "RR24,SQ8")]
    [InlineData("RR,PQ8np", typeof(PreTransformIndex), "RR64,PQ8np")]
    [InlineData("L2Norm,RR24,IVF7,Flat", typeof(PreTransformIndex), "L2norm,RR24,IVF7,Flat")]
    [InlineData("RR24,SQ8,RFlat", typeof(RefineIndex), "RR24,SQ8,RFlat")]
    [InlineData("RR24,(SQ8,RFlat)", typeof(PreTransformIndex), "RR24,(SQ8,RFlat)")]
    [InlineData("L2norm,SQ8,IDMap", typeof(IdMapIndex), "IDMap,L2norm,SQ8")]
    [InlineData("PCA32,L2norm,Flat", typeof(PreTransformIndex), "PCA32,L2norm,Flat")]
    [InlineData("PCAW32,Flat", typeof(PreTransformIndex), "PCAW32,Flat")]
    [InlineData("PCAWR32,SQ8", typeof(PreTransformIndex), "PCAWR32,SQ8")]
    [InlineData("OPQ8,IVF7,PQ8np", typeof(PreTransformIndex), "OPQ8,IVF7,PQ8np")]
    [InlineData("OPQ8_16,PQ8np", typeof(PreTransformIndex), "OPQ8_16,PQ8np")]
    [InlineData("OPQ8_64,PQ8np,RFlat", typeof(RefineIndex), "OPQ8,PQ8np,RFlat")]
    [InlineData("HR,SQ8", typeof(PreTransformIndex), "HR,SQ8")]
    [InlineData("HR42,SQ8", typeof(PreTransformIndex), "HR42,SQ8")]
    [InlineData("Pad72,PQ9np", typeof(PreTransformIndex), "Pad72,PQ9np")]
    [InlineData("Pad7,Flat", typeof(PreTransformIndex), "Pad64,Flat")]
    [InlineData("ITQ,Flat", typeof(PreTransformIndex), "ITQ,Flat")]
    [InlineData("ITQ24,Flat", typeof(PreTransformIndex), "ITQ24,Flat")]
    [InlineData("IVF7(Flat),SQ8", typeof(IvfScalarQuantizerIndex), "IVF7,SQ8")]
    [InlineData("IVF1k(SQfp16),PQ4", typeof(IvfPqIndex), "IVF1024(SQfp16),PQ4")]
    [InlineData("IVF9(IVF3(SQ8),Flat),Flat", typeof(IvfFlatIndex), "IVF9(IVF3(SQ8),Flat),Flat")]
    public void Create_FactoryString_MakesTheTypeAndSaysSo(string description, Type type, string canonical)
    {
        foreach (Metric metric in (Metric[])[Metric.L2, Metric.InnerProduct])
        {
            using VectorIndex index = VectorIndex.Create(64, description, metric);
            Assert.IsType(type, index);
            Assert.Equal(canonical, index.Description);
            Assert.Equal(64, index.Dimension);
            Assert.Equal(metric, index.Metric);
            Assert.Equal(Engine.Managed, index.Engine);
            using VectorIndex again = VectorIndex.Create(64, index.Description, metric);
            Assert.Equal(canonical, again.Description);
        }
    }

    [Theory]
    [InlineData("LSH", "LSH")]
    [InlineData("LSH64", "LSH")]
    [InlineData("LSH20rt", "LSH20rt")]
    [InlineData("LSHr", "LSHr")]
    [InlineData("LSHt", "LSHt")]
    public void Create_Lsh_SaysWhatItIs(string description, string canonical)
    {
        using VectorIndex index = VectorIndex.Create(64, description);
        Assert.IsType<LshIndex>(index);
        Assert.Equal(canonical, index.Description);
    }

    [Fact]
    public void Create_IdMapBeforeRefine_MapsTheRefineIndex()
    {
        using var index = (IdMapIndex)VectorIndex.Create(16, "IDMap,PQ4np,RFlat");
        Assert.IsType<RefineIndex>(index.Inner);
        Assert.False(index.HasReverseMap);
    }

    [Fact]
    public void Create_PqWithoutNp_TrainsPolysemous()
    {
        using var index = (PqIndex)VectorIndex.Create(16, "PQ4");
        Assert.True(index.PolysemousTraining);
        Assert.Equal(33, index.PolysemousHt);
        using var ivf = (IvfPqIndex)VectorIndex.Create(16, "IVF4,PQ4np");
        Assert.False(ivf.PolysemousTraining);
        Assert.True(ivf.ByResidual);
    }

    [Theory]
    [InlineData("Flatt", 1)]
    [InlineData("SQ9", 1)]
    [InlineData("PQ", 3)]
    [InlineData("PQx4", 3)]
    [InlineData("PQ8x", 5)]
    [InlineData("PQ8nq", 4)]
    [InlineData("PQ8x4np2", 6)]
    [InlineData("PQ8fs", 1)]
    [InlineData("PQ8x5fs", 1)]
    [InlineData("PQ8x4fsr", 8)]
    [InlineData("PQ8x4fs_33", 9)]
    [InlineData("PQ8x4fs_", 9)]
    [InlineData("PQ8x4fs_32x", 11)]
    [InlineData("IVF8,PQ8x4fsrr", 14)]
    [InlineData("IVF,Flat", 4)]
    [InlineData("IVF0,Flat", 4)]
    [InlineData("IVF10", 6)]
    [InlineData("IVF10x,Flat", 6)]
    [InlineData("IVF10,", 7)]
    [InlineData("IVF10,Flut", 7)]
    [InlineData("IVF9999999999,Flat", 4)]
    [InlineData("IDMap,", 7)]
    [InlineData(",RFlat", 1)]
    [InlineData("Flat,Refine()", 13)]
    [InlineData("Flat)", 5)]
    [InlineData("IVF10(SQ8", 6)]
    [InlineData("IVF10(SQ7),Flat", 7)]
    [InlineData("IVF10(SQ8)Flat", 11)]
    [InlineData("IVF10(),Flat", 7)]
    [InlineData("Flat,Refine(SQ7)", 13)]
    [InlineData("IDMap,IVF4,Float", 12)]
    [InlineData("RR0,Flat", 3)]
    [InlineData("RRx,Flat", 3)]
    [InlineData("RR24", 5)]
    [InlineData("L2norm2,Flat", 7)]
    [InlineData("L2norm,RR24,Flut", 13)]
    [InlineData("RR24,", 6)]
    [InlineData("PCA,Flat", 4)]
    [InlineData("PCARW16,Flat", 5)]
    [InlineData("PCA16x,Flat", 6)]
    [InlineData("OPQ,PQ8", 4)]
    [InlineData("OPQ8_,PQ8", 6)]
    [InlineData("OPQ8_16_2,PQ8", 8)]
    [InlineData("HRx,Flat", 3)]
    [InlineData("Pad,Flat", 4)]
    [InlineData("ITQ16", 6)]
    [InlineData("LSHtr", 5)]
    [InlineData("LSH0", 4)]
    [InlineData("IVF8,LSH", 6)]
    public void Create_WrongString_ThrowsAndPointsAtThePlace(string description, int character)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => VectorIndex.Create(64, description));
        Assert.Contains($"at character {character}:", e.Message);
        Assert.Contains(description, e.Message);
        Assert.Contains($" Here: {description[..(character - 1)]}→{description[(character - 1)..]}", e.Message);
        Assert.False(IndexFactory.Supports(description, out string? reason));
        Assert.Contains($"at character {character}:", reason);
        Assert.Equal(e.Message, IndexFactory.FindMistake(description)!.Message);
    }

    [Theory]
    [InlineData("HNSW32")]
    [InlineData("HNSW32,Flat")]
    [InlineData("IVF10,PCA8,SH4")]
    [InlineData("IVF100,PQ4+8")]
    [InlineData("IVF65536_HNSW32,Flat")]
    [InlineData("IVF10(HNSW32),Flat")]
    [InlineData("SQ0")]
    [InlineData("SQtqmse4")]
    [InlineData("PQ4x20")]
    [InlineData("IDMap,HNSW16")]
    [InlineData("IVF10,FlatDedup")]
    public void Create_StringOfFaissAlone_ThrowsAndNamesTheNativeEngine(string description)
    {
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => VectorIndex.Create(64, description));
        Assert.Contains("native engine", e.Message);
        Assert.False(IndexFactory.Supports(description, out string? reason));
        Assert.Equal(e.Message, reason);
    }

    [Fact]
    public void Supports_KnownString_HasNoReason()
    {
        Assert.True(IndexFactory.Supports("IVF1024,PQ16,RFlat", out string? reason));
        Assert.Null(reason);
        Assert.True(IndexFactory.SupportsBinary("BFlat", out reason));
        Assert.Null(reason);
        Assert.False(IndexFactory.SupportsBinary("BHNSW64", out reason));
        Assert.Contains("native engine", reason);
    }

    [Fact]
    public void Create_ArgumentsThatDoNotFit_Throws()
    {
        Assert.Throws<ArgumentException>(() => VectorIndex.Create(10, "PQ4np"));
        Assert.Throws<ArgumentException>(() => VectorIndex.Create(10, "IVF8,PQ3"));
        Assert.Throws<ArgumentException>(() => VectorIndex.Create(10, "PCA11,Flat"));
        Assert.Throws<ArgumentException>(() => VectorIndex.Create(10, "OPQ3,PQ5np"));
        Assert.Throws<ArgumentException>(() => VectorIndex.Create(10, "ITQ11,LSH"));
        Assert.Throws<ArgumentException>(() => VectorIndex.Create(10, "LSH11"));
        Assert.Throws<ArgumentException>(() => VectorIndex.Create(10, "LSH", Metric.InnerProduct));
        Assert.Throws<ArgumentOutOfRangeException>(() => VectorIndex.Create(0, "Flat"));
        Assert.Throws<ArgumentOutOfRangeException>(() => VectorIndex.Create(-3, "Flat"));
        Assert.Throws<ArgumentOutOfRangeException>(() => VectorIndex.Create(8, "Flat", (Metric)7));
        Assert.Throws<ArgumentNullException>(() => VectorIndex.Create(8, null!));
        Assert.Throws<ArgumentException>(() => VectorIndex.Create(8, " "));
    }
}
