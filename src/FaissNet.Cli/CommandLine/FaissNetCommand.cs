using System.CommandLine;
using System.CommandLine.Help;
using System.Text.RegularExpressions;

namespace FaissNet.Cli;

/// <summary>The command line as a whole: parses it, runs a command, turns what goes wrong into one sentence and an exit code.</summary>
internal static partial class FaissNetCommand
{
    private const string Name = "faissnet";

    // A native training cannot be interrupted, but saving is a matter of a rename: this is how long Ctrl-C waits for an orderly end.
    private static readonly TimeSpan s_terminationTimeout = TimeSpan.FromSeconds(10);

    public static async Task<int> RunAsync(string[] args, Terminal terminal, CancellationToken cancellationToken = default)
    {
        ParseResult parsed = Create(terminal).Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(error => error.Message).Distinct())
                terminal.Error.WriteLine($"{Name}: {message}");
            Command wrong = parsed.CommandResult.Command;
            string command = wrong.Name == Name ? Name : $"{Name} {wrong.Name}";
            terminal.Error.WriteLine($"See '{command} --help'.");
            return ExitCode.Usage;
        }
        var configuration = new InvocationConfiguration
        {
            Output = terminal.Out,
            Error = terminal.Error,
            EnableDefaultExceptionHandler = false,
            ProcessTerminationTimeout = s_terminationTimeout,
        };
        return await parsed.InvokeAsync(configuration, cancellationToken);
    }

    /// <summary>
    /// Makes an action of a method that may throw; it runs off the calling thread, so that Ctrl-C finds someone to listen.
    /// </summary>
    public static void SetGuardedAction(this Command command, Terminal terminal, Func<ParseResult, CancellationToken, int> action)
        => command.SetAction((parsed, cancellationToken) => Task.Run(() => Guarded(terminal, () => action(parsed, cancellationToken))));

    // Not a RootCommand, which would call itself what the assembly is called.
    private static Command Create(Terminal terminal) => new(
        Name, "Quantized vector search: FAISS's indexes in C#, measured on real queries.")
    {
        new HelpOption(),
        new VersionOption(),
        DemoCommand.Create(terminal),
        BuildCommand.Create(terminal),
        SearchCommand.Create(terminal),
        InfoCommand.Create(terminal),
        EvalCommand.Create(terminal),
        RecommendCommand.Create(terminal),
        CheckCommand.Create(terminal),
        VerifyCommand.Create(terminal),
        BenchCommand.Create(terminal),
    };

    private static int Guarded(Terminal terminal, Func<int> action)
    {
        try
        {
            return action();
        }
        catch (UsageException e)
        {
            terminal.Error.WriteLine($"{Name}: {e.Message}");
            return ExitCode.Usage;
        }
        catch (OperationCanceledException)
        {
            terminal.Error.WriteLine($"{Name}: Cancelled.");
            return ExitCode.Failure;
        }
        catch (Exception e)
        {
            terminal.Error.WriteLine($"{Name}: {Sentence(e)}");
            return ExitCode.Failure;
        }
    }

    /// <summary>The message alone: what .NET appends for programmers means nothing to the user of a command.</summary>
    public static string Sentence(Exception exception)
    {
        if (exception is AggregateException { InnerExceptions: [var only] })
            return Sentence(only);
        string message = exception is ArgumentException ? ParameterSuffix().Replace(exception.Message, "") : exception.Message;
        return message.ReplaceLineEndings(" ").Trim();
    }

    [GeneratedRegex(@"\s*\(Parameter '[^']*'\)(\s*Actual value was .*\.)?$", RegexOptions.Singleline)]
    private static partial Regex ParameterSuffix();
}
