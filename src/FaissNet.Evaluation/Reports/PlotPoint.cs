namespace FaissNet.Evaluation;

/// <summary>One technique in a plot.</summary>
/// <param name="Number">Its row in the table.</param>
/// <param name="Name">What it is called.</param>
/// <param name="X">What it costs, or how fast it is; positive.</param>
/// <param name="Y">What it keeps.</param>
internal readonly record struct PlotPoint(int Number, string Name, double X, ConfidenceInterval Y)
{
    /// <summary>The points that no other beats: none is at least as good both ways and better in one.</summary>
    /// <param name="points">All points.</param>
    /// <param name="smallerIsBetter">Whether a small X is good, as bytes are; a large Y always is.</param>
    /// <returns>Those points by ascending X.</returns>
    public static PlotPoint[] Front(IReadOnlyList<PlotPoint> points, bool smallerIsBetter)
    {
        return [.. points.Where(point => !points.Any(other => Beats(other, point))).OrderBy(point => point.X)];

        bool Beats(PlotPoint left, PlotPoint right)
        {
            int x = smallerIsBetter ? right.X.CompareTo(left.X) : left.X.CompareTo(right.X);
            int y = left.Y.Value.CompareTo(right.Y.Value);
            return x >= 0 && y >= 0 && x + y > 0;
        }
    }
}
