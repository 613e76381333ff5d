namespace FaissSharp.Tests;

public sealed class NativeStatusTests
{
    [Theory]
    [InlineData(faissnet_status.FAISSNET_INVALID_ARGUMENT, typeof(FaissInvalidArgumentException))]
    [InlineData(faissnet_status.FAISSNET_NOT_TRAINED, typeof(FaissNotTrainedException))]
    [InlineData(faissnet_status.FAISSNET_OUT_OF_MEMORY, typeof(FaissOutOfMemoryException))]
    [InlineData(faissnet_status.FAISSNET_IO, typeof(FaissIOException))]
    [InlineData(faissnet_status.FAISSNET_UNSUPPORTED, typeof(FaissUnsupportedException))]
    [InlineData(faissnet_status.FAISSNET_INTERRUPTED, typeof(FaissInterruptedException))]
    [InlineData(faissnet_status.FAISSNET_FAISS_ERROR, typeof(FaissException))]
    [InlineData(faissnet_status.FAISSNET_UNKNOWN, typeof(FaissException))]
    [InlineData((faissnet_status)4711, typeof(FaissException))]
    public void Translate_Status_GivesItsExceptionWithTheMessage(faissnet_status status, Type expected)
    {
        FaissException exception = NativeStatus.Translate(status, "what was wrong");

        Assert.Equal(expected, exception.GetType());
        Assert.Equal(status, exception.Status);
        Assert.Equal("what was wrong", exception.Message);
    }

    [Fact]
    public void Check_Ok_DoesNotThrow()
    {
        Assert.Null(Record.Exception(() => NativeStatus.Check(0)));
    }
}
