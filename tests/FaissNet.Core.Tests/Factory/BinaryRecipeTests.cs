namespace FaissNet.Factory;

[Trait("Tier", "Independent")]
public sealed class BinaryRecipeTests
{
    [Theory]
    [InlineData("BFlat", typeof(BinaryFlatIndex))]
    [InlineData("BIVF32", typeof(BinaryIvfIndex))]
    [InlineData("BHash16", typeof(BinaryHashIndex))]
    [InlineData("BHash4x16", typeof(BinaryMultiHashIndex))]
    [InlineData("IDMap,BFlat", typeof(BinaryIdMapIndex))]
    [InlineData("IDMap2,BHash4x16", typeof(BinaryIdMapIndex))]
    [InlineData("IDMap,IDMap2,BIVF3", typeof(BinaryIdMapIndex))]
    public void Create_StringOfFaiss_MakesTheTypeAndDescribesIt(string description, Type type)
    {
        using BinaryIndex index = BinaryIndex.Create(64, description);
        Assert.IsType(type, index);
        Assert.Equal(description, index.Description);
        Assert.Equal((64, 8, 0L), (index.Dimension, index.CodeSize, index.Count));
        Assert.True(IndexFactory.SupportsBinary(description, out string? reason));
        Assert.Null(reason);
    }

    [Fact]
    public void Create_IdMapBehind_IsTheSameAsInFront()
    {
        using BinaryIndex index = BinaryIndex.Create(64, "BIVF3,IDMap2");
        Assert.Equal("IDMap2,BIVF3", index.Description);
    }

    [Theory]
    [InlineData("Flat", 1)]
    [InlineData("BFlat8", 6)]
    [InlineData("BIVF", 5)]
    [InlineData("BIVFx", 5)]
    [InlineData("BIVF0", 5)]
    [InlineData("BIVF1k", 6)]
    [InlineData("BIVF99999999999", 5)]
    [InlineData("BIVF8_HNSW", 11)]
    [InlineData("BIVF8_HNSW4,Flat", 12)]
    [InlineData("BHNSW32x", 8)]
    [InlineData("BHash", 6)]
    [InlineData("BHash4x", 8)]
    [InlineData("BHash4x63", 8)]
    [InlineData("BHash4x6y", 9)]
    [InlineData("IDMap,", 7)]
    [InlineData("IDMap2,BIVF4,", 13)]
    public void Create_NotAString_SaysWhere(string description, int character)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => BinaryIndex.Create(64, description));
        Assert.Contains($"at character {character}:", e.Message);
        Assert.False(IndexFactory.SupportsBinary(description, out string? reason));
        Assert.Contains($"at character {character}:", reason);
    }

    [Theory]
    [InlineData("BHNSW16")]
    [InlineData("BIVF8_HNSW32")]
    [InlineData("IDMap,BHNSW16")]
    public void Create_GraphToBeBuilt_ThrowsAndNamesTheNativeEngine(string description)
    {
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => BinaryIndex.Create(64, description));
        Assert.Contains("native engine", e.Message);
        Assert.False(IndexFactory.SupportsBinary(description, out string? reason));
        Assert.Equal(e.Message, reason);
    }

    [Fact]
    public void Create_PartsThatDoNotFit_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => BinaryIndex.Create(65, "BFlat"));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinaryIndex.Create(8, "BHash9"));
        Assert.Throws<ArgumentOutOfRangeException>(() => BinaryIndex.Create(64, "BHash5x16"));
    }
}
