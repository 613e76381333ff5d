namespace FaissNet.Cli.Tests;

/// <summary>One call of the tool, inside this process, and what it wrote.</summary>
internal sealed record CommandRun(int ExitCode, string Output, string Error)
{
    public static async Task<CommandRun> Of(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        int exitCode = await FaissNetCommand.RunAsync(args, Terminal.ForWriters(output, error), TestContext.Current.CancellationToken);
        return new CommandRun(exitCode, output.ToString(), error.ToString());
    }

    /// <summary>A call that must succeed.</summary>
    public static async Task<string> Succeed(params string[] args)
    {
        CommandRun run = await Of(args);
        Assert.Equal("", run.Error);
        Assert.Equal(0, run.ExitCode);
        return run.Output;
    }

    /// <summary>A call that must fail with a code and one sentence.</summary>
    public static async Task<string> Fail(int exitCode, params string[] args)
    {
        CommandRun run = await Of(args);
        Assert.Equal(exitCode, run.ExitCode);
        Assert.Equal("", run.Output);
        string[] lines = run.Error.TrimEnd().Split('\n');
        Assert.StartsWith("faissnet: ", lines[0]);
        Assert.DoesNotContain("   at ", run.Error);
        Assert.DoesNotContain("Parameter '", run.Error);
        return run.Error;
    }
}
