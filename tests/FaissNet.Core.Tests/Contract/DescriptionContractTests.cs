namespace FaissNet.Contract;

/// <summary>The factory string that an index gives of itself.</summary>
[Trait("Tier", "Independent")]
public sealed class DescriptionContractTests
{
    public static TheoryData<string, Metric> All => IndexCases.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Description_OfEveryIndex_MakesOneLikeIt(string description, Metric metric)
    {
        using VectorIndex index = VectorIndex.Create(IndexCases.Dimension, description, metric);
        using VectorIndex again = VectorIndex.Create(IndexCases.Dimension, index.Description, metric);
        Assert.Equal(index.Description, again.Description);
        Assert.Equal(index.GetType(), again.GetType());
        Assert.Equal(index.CodeSize, again.CodeSize);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Description_OfTheFile_IsThatOfTheIndex(string description, Metric metric)
    {
        using VectorIndex index = IndexCases.Filled(description, metric, count: 20);
        using var file = new MemoryStream();
        index.Save(file);
        file.Position = 0;
        FaissFileInfo info = FaissFile.Inspect(file);
        file.Position = 0;
        using VectorIndex loaded = VectorIndex.Load(file);
        Assert.Equal(loaded.Description, info.Description);
    }
}
