using System.Globalization;
using System.Text.RegularExpressions;

namespace FaissNet.Cli.Tests;

public sealed partial class DemoTests : IDisposable
{
    // Per cent kept of R@1 and R@10, text → image, then image → text, of each technique.
    private static readonly double[][] s_kept =
    [
        [100.0, 100.0, 100.2, 99.9],
        [99.6, 99.8, 100.1, 100.2],
        [86.0, 97.2, 89.2, 98.0],
        [68.3, 92.4, 69.4, 94.4],
        [47.5, 83.4, 52.0, 84.0],
        [58.9, 84.0, 65.8, 89.9],
        [113.0, 100.7, 98.9, 98.9],
        [113.2, 100.6, 98.9, 98.9],
        [116.3, 102.6, 105.4, 101.2],
        [108.5, 100.8, 99.0, 100.3],
        [98.0, 99.0, 94.8, 98.3],
        [104.9, 101.0, 99.7, 100.4],
        [93.9, 99.4, 90.0, 97.7],
    ];

    // Centroids depend on the last bits of sums, and those on the processor; thresholds and ranges hardly do.
    private static readonly double[] s_tolerances = [0.3, 0.5, 2, 2, 2, 0.3, 0.3, 0.5, 0.5, 1, 1, 3, 3];

    private readonly Workspace _workspace = new();

    public void Dispose() => _workspace.Dispose();

    [Fact]
    public async Task Demo_Piped_TellsOnOneScreenWhatCodesCostAndModalitiesWinBack()
    {
        string shown = await CommandRun.Succeed("demo", "--html", _workspace["report.html"]);
        string[] lines = shown.TrimEnd().Split('\n');
        Assert.DoesNotContain('\u001b', shown);
        Assert.DoesNotContain("[/]", shown);
        Assert.InRange(lines.Length, 20, 34);
        // Paths are as long as they are.
        Assert.All(lines.Where(line => !line.Contains("  cd ") && !line.Contains(".html")), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        Row[] rows = [.. lines.Select(Row.Parse).OfType<Row>()];
        Assert.Equal(["float search", .. DemoTechnique.All.Select(technique => technique.Label)], rows.Select(row => row.Label));
        Assert.Equal([2048, 512, 256, 64, 32, 16, 64, 2048, 576, 257, 65, 64, 32, 16], rows.Select(row => row.Bytes));
        Assert.Equal([0.5074, 0.8177, 0.5663, 0.8357], rows[0].Numbers, (expected, actual) => Math.Abs(expected - actual) < 0.0003);
        for (int i = 0; i < s_kept.Length; i++)
            Assert.All(s_kept[i].Zip(rows[i + 1].Numbers), pair => Assert.InRange(pair.Second, pair.First - s_tolerances[i], pair.First + s_tolerances[i]));
        Assert.Contains("0.81 of a vector's length", shown);
        Assert.Contains("Try next", shown);
        Assert.EndsWith(_workspace["report.html"], lines[^1]);
        string page = File.ReadAllText(_workspace["report.html"]);
        Assert.All(DemoTechnique.All, technique => Assert.Contains(technique.Index, page));
        // What is found first is called by its emoji and caption.
        Assert.Matches("<td class=\"text\">&#\\d+;[^<]* [a-z]+[^<]*</td>", page);
    }

    [Fact]
    public void DemoReport_FolderThatTakesNothing_GoesToTheTemporaryOne()
    {
        Assert.Equal(_workspace["faissnet-demo.html"], DemoReport.Place(null, _workspace["."], path => File.WriteAllText(path, "here")));
        string place = DemoReport.Place(null, _workspace["none"], path => File.WriteAllText(path, "there"));
        Assert.StartsWith(Path.GetTempPath(), place);
        Assert.Equal("there", File.ReadAllText(place));
        Directory.Delete(Path.GetDirectoryName(place)!, recursive: true);
        // Who asks for a place does not get another.
        Assert.Throws<DirectoryNotFoundException>(() => DemoReport.Place(_workspace["none/report.html"], _workspace["."], path => File.WriteAllText(path, "")));
    }

    [GeneratedRegex(@"^ *(?<label>.+?) +(?<bytes>[\d,]+)(?: +(?<number>[\d.]+)%?){4} *$")]
    private static partial Regex RowPattern();

    /// <summary>Text → image R@1 and R@10, then image → text: values of float search, per cent kept of the others.</summary>
    private sealed record Row(string Label, int Bytes, double[] Numbers)
    {
        public static Row? Parse(string line)
        {
            Match match = RowPattern().Match(line);
            return match.Success
                ? new Row(
                    match.Groups["label"].Value, int.Parse(match.Groups["bytes"].Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture),
                    [.. match.Groups["number"].Captures.Select(capture => double.Parse(capture.Value, CultureInfo.InvariantCulture))])
                : null;
        }
    }
}
