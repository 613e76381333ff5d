using System.Text;
using Spectre.Console;

namespace FaissNet.Cli;

/// <summary>
/// Where a command writes: results to standard output, progress and errors to standard error. On a terminal with colours and progress bars,
/// into a pipe or a file as plain text.
/// </summary>
internal sealed class Terminal
{
    // Wide enough that no table is broken where nothing limits the line.
    private const int PipeWidth = 160;

    private Terminal(TextWriter output, TextWriter error, IAnsiConsole console, IAnsiConsole? progress)
    {
        Out = output;
        Error = error;
        Console = console;
        Progress = progress;
    }

    /// <summary>Raw results: JSON.</summary>
    public TextWriter Out { get; }

    /// <summary>Messages that say what failed.</summary>
    public TextWriter Error { get; }

    /// <summary>Results for people: tables and trees.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>Where progress bars go; <c>null</c> where nobody watches.</summary>
    public IAnsiConsole? Progress { get; }

    /// <summary>The terminal or the pipes of this process.</summary>
    public static Terminal ForProcess()
    {
        // Tables are drawn with box characters; Windows consoles would otherwise translate them to question marks.
        System.Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        bool isWatched = !System.Console.IsOutputRedirected && !System.Console.IsErrorRedirected;
        if (System.Console.IsOutputRedirected)
            return new Terminal(System.Console.Out, System.Console.Error, Plain(System.Console.Out), progress: null);
        var progressSettings = new AnsiConsoleSettings { Out = new AnsiConsoleOutput(System.Console.Error) };
        return new Terminal(System.Console.Out, System.Console.Error, AnsiConsole.Console, isWatched ? AnsiConsole.Create(progressSettings) : null);
    }

    /// <summary>Plain text into two writers, as when piped.</summary>
    public static Terminal ForWriters(TextWriter output, TextWriter error) => new(output, error, Plain(output), progress: null);

    private static IAnsiConsole Plain(TextWriter writer)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = AnsiSupport.No,
            ColorSystem = ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = PipeWidth;
        console.Profile.Capabilities.Unicode = true;
        return console;
    }
}
