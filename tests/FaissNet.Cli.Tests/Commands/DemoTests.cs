using System.Text.RegularExpressions;

namespace FaissNet.Cli.Tests;

public partial class DemoTests
{
    [Fact]
    public async Task Demo_Piped_ShowsEveryTechniqueInBothDirections()
    {
        string shown = await CommandRun.Succeed("demo");
        string[] lines = shown.TrimEnd().Split('\n');
        Assert.DoesNotContain('\u001b', shown);
        Assert.DoesNotContain("[/]", shown);
        Assert.InRange(lines.Length, 20, 34);
        Assert.All(lines[..24], line => Assert.InRange(line.TrimEnd().Length, 0, 80));
        int toImages = Array.FindIndex(lines, line => line.Contains("text → image"));
        int toTexts = Array.FindIndex(lines, line => line.Contains("image → text"));
        Assert.True(toImages > 0 && toTexts > toImages);
        AssertRows(lines[(toImages + 1)..toTexts], [0.5044, 0.7596, 0.8142]);
        AssertRows(lines[(toTexts + 1)..], [0.5650, 0.7974, 0.8391]);
        Assert.Contains("Try next", shown);
    }

    /// <summary>
    /// The rows of one direction: float gives the table of the data's README, the codes keep what they are known to keep.
    /// </summary>
    private static void AssertRows(string[] lines, double[] exact)
    {
        Row[] rows = [.. DemoTechnique.All.Select((technique, at) => Row.Parse(lines[at], technique.Name))];
        Assert.Equal(["2,048", "512", "64", "65", "64", "64", "2,112"], rows.Select(row => row.Bytes));
        Assert.Equal(exact[0], rows[0].R1, 0.0002);
        Assert.Equal(exact[1], rows[0].R5, 0.0002);
        Assert.Equal(exact[2], rows[0].R10, 0.0002);
        Assert.Equal(100, rows[0].Kept1);
        Assert.InRange(rows[1].Kept1, 99.5, 100.5);
        Assert.InRange(rows[2].Kept1, 80, 95);
        Assert.InRange(rows[3].Kept1, 70, 97);
        Assert.InRange(rows[4].Kept1, 50, 70);
        Assert.InRange(rows[5].Kept1, 85, 95);
        Assert.InRange(rows[6].Kept1, 99, 101.5);
        Assert.All(rows, row => Assert.True(row.QueriesPerSecond > 0));
    }

    [GeneratedRegex(@"^ *(?<name>.+?) +(?<bytes>[\d,]+) +(?<r1>0\.\d{4}) +(?<r5>0\.\d{4}) +(?<r10>0\.\d{4}) +(?<k1>[\d.]+)% +(?<k10>[\d.]+)% +(?<qps>[\d,]+) *$")]
    private static partial Regex RowPattern();

    private sealed record Row(string Bytes, double R1, double R5, double R10, double Kept1, double QueriesPerSecond)
    {
        public static Row Parse(string line, string name)
        {
            Match match = RowPattern().Match(line);
            Assert.True(match.Success, line);
            Assert.Equal(name, match.Groups["name"].Value);
            return new Row(match.Groups["bytes"].Value, Number("r1"), Number("r5"), Number("r10"), Number("k1"), Number("qps"));

            double Number(string group) => double.Parse(match.Groups[group].Value.Replace(",", ""), System.Globalization.CultureInfo.InvariantCulture);
        }
    }
}
