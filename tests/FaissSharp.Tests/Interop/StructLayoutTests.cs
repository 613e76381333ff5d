namespace FaissSharp.Tests.Interop;

public sealed class StructLayoutTests
{
    [Fact]
    public unsafe void SearchParams_Size_IsThatOfTheHeader()
    {
        Assert.Equal(48, sizeof(faissnet_search_params));
    }
}
