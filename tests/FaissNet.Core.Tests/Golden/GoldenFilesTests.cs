using FaissNet.Testing;

namespace FaissNet.Tests.Golden;

[Trait("Tier", "Independent")]
public class GoldenFilesTests
{
    [Fact]
    public void All_BothVersions_HaveEveryFileOfTheirManifest()
    {
        Assert.Equal(["1.15.0", "1.7.3"], GoldenFiles.All.Select(file => file.Version).Distinct().Order(StringComparer.Ordinal));
        Assert.All(GoldenFiles.All, file => Assert.True(File.Exists(file.IndexPath), file.IndexPath));
        Assert.All(GoldenFiles.All, file => Assert.Equal(160, file.Ids.Values.Length));
    }

    [Fact]
    public void Get_FlatFile_ReadsEveryArray()
    {
        GoldenFile file = GoldenFiles.Get("1.7.3/Flat_l2");
        Assert.Equal((600, 32), (file.Base.Rows, file.Base.Columns));
        Assert.Equal((16, 32), (file.Queries.Rows, file.Queries.Columns));
        Assert.Equal((600, 8), (file.Bits.Rows, file.Bits.Columns));
        Assert.Equal((5, 32), (file.Reconstructed.Rows, file.Reconstructed.Columns));
        // A flat index gives back what was added.
        Assert.Equal(file.Base[3], file.Reconstructed[3]);
    }
}
