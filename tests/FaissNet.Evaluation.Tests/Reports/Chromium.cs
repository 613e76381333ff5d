using System.Diagnostics;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace FaissNet.Evaluation.Tests;

/// <summary>A headless Chromium with one page, driven by the DevTools protocol, that collects whatever the page complains about.</summary>
internal sealed class Chromium : IAsyncDisposable
{
    private static readonly string[] s_names = ["chromium", "chromium-browser", "google-chrome", "chrome"];

    private readonly TemporaryFolder _profile;
    private readonly Process _process;
    private readonly ClientWebSocket _socket = new();
    private int _lastId;

    private Chromium(Process process, TemporaryFolder profile)
    {
        _process = process;
        _profile = profile;
    }

    /// <summary>Messages of the console, exceptions, and what could not be loaded.</summary>
    public List<string> Complaints { get; } = [];

    /// <summary>Where it is; <c>null</c> where it is not.</summary>
    public static string? Find() => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .SelectMany(folder => s_names.Select(name => Path.Combine(folder, name)))
        .FirstOrDefault(File.Exists);

    public static async Task<Chromium> Start(string path)
    {
        var profile = new TemporaryFolder();
        var start = new ProcessStartInfo(path) { RedirectStandardError = true, RedirectStandardOutput = true };
        foreach (string argument in (string[])
            ["--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run", "--window-size=1360,1000", "--remote-debugging-port=0", $"--user-data-dir={profile["."]}", "about:blank"])
            start.ArgumentList.Add(argument);
        Process process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        const string Greeting = "DevTools listening on ";
        string? line;
        do
            line = await process.StandardError.ReadLineAsync();
        while (line is not null && !line.StartsWith(Greeting, StringComparison.Ordinal));
        Assert.True(line is not null, "Chromium ended before it listened.");
        _ = process.StandardError.ReadToEndAsync();
        var browser = new Chromium(process, profile);
        using var http = new HttpClient();
        var address = new Uri(line[Greeting.Length..]);
        JsonNode? pages = JsonNode.Parse(await http.GetStringAsync($"http://{address.Authority}/json/list"));
        string page = pages!.AsArray().First(target => (string?)target!["type"] == "page")!["webSocketDebuggerUrl"]!.GetValue<string>();
        await browser._socket.ConnectAsync(new Uri(page), CancellationToken.None);
        foreach (string domain in (string[])["Page", "Runtime", "Log", "Network"])
            await browser.Call($"{domain}.enable");
        return browser;
    }

    /// <summary>Opens a page and waits until it has been loaded.</summary>
    public async Task Open(string address)
    {
        await Call("Page.navigate", new JsonObject { ["url"] = address });
        // As a promise, so that one call waits for it.
        await Evaluate("new Promise(done => document.readyState === 'complete' ? done(1) : addEventListener('load', () => done(1)))");
    }

    /// <summary>The value of a script's expression.</summary>
    public async Task<JsonNode> Evaluate(string expression)
    {
        JsonNode result = await Call(
            "Runtime.evaluate", new JsonObject { ["expression"] = expression, ["returnByValue"] = true, ["awaitPromise"] = true });
        Assert.True(result["exceptionDetails"] is null, result.ToJsonString());
        return result["result"]!["value"]!;
    }

    public async Task<JsonNode> Call(string method, JsonObject? parameters = null)
    {
        int id = ++_lastId;
        var message = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters ?? [] };
        await _socket.SendAsync(Encoding.UTF8.GetBytes(message.ToJsonString()), WebSocketMessageType.Text, true, CancellationToken.None);
        while (true)
        {
            JsonNode received = await Receive();
            if ((int?)received["id"] == id)
            {
                Assert.True(received["error"] is null, received.ToJsonString());
                return received["result"]!;
            }
            if ((string?)received["method"] is "Runtime.consoleAPICalled" or "Runtime.exceptionThrown" or "Log.entryAdded" or "Network.loadingFailed")
                Complaints.Add(received.ToJsonString());
        }
    }

    public async ValueTask DisposeAsync()
    {
        _socket.Dispose();
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        _profile.Dispose();
    }

    private async Task<JsonNode> Receive()
    {
        var buffer = new byte[1 << 16];
        using var message = new MemoryStream();
        WebSocketReceiveResult part;
        do
        {
            part = await _socket.ReceiveAsync(buffer, CancellationToken.None);
            message.Write(buffer, 0, part.Count);
        }
        while (!part.EndOfMessage);
        return JsonNode.Parse(message.ToArray())!;
    }
}
