namespace FaissSharp.Tests.Loading;

public sealed class UnavailableLogTests
{
    private readonly List<string> _fallback = [];
    private readonly List<string> _heard = [];
    private readonly UnavailableLog _log;

    public UnavailableLogTests() => _log = new UnavailableLog(_fallback.Add);

    [Fact]
    public void Write_Listener_HearsOneLineOnce()
    {
        _log.Listen(_heard.Add);

        _log.Write("No library. Tried:\n  a: no such file\n  b: no such file");

        Assert.Equal(["No library. Tried: a: no such file b: no such file"], _heard);
        Assert.Empty(_fallback);
    }

    [Fact]
    public void Write_NoListener_GoesToTheFallback()
    {
        _log.Write("No library.");

        Assert.Equal(["No library."], _fallback);
    }

    [Fact]
    public void Listen_AfterTheLine_HearsItAtOnce()
    {
        _log.Write("No library.");

        _log.Listen(_heard.Add);

        Assert.Equal(["No library."], _heard);
    }

    [Fact]
    public void Listen_NothingWritten_HearsNothing()
    {
        _log.Listen(_heard.Add);

        Assert.Empty(_heard);
    }

    [Fact]
    public void OnUnavailable_Null_Throws() => Assert.Throws<ArgumentNullException>(() => FaissRuntime.OnUnavailable(null!));
}
