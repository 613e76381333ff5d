namespace FaissNet.Evaluation;

/// <summary>Finds room for names beside points, so that nothing is written over anything.</summary>
internal sealed class PlotLabels(double left, double top, double right, double bottom)
{
    private const double Height = 12;

    // Of a sans-serif of 11 pixels, on the safe side.
    private const double CharacterWidth = 6.3;

    private readonly List<(double Left, double Top, double Right, double Bottom)> _taken = [];

    public static double WidthOf(string text) => CharacterWidth * text.Length;

    /// <summary>Keeps a square free around a point.</summary>
    public void Block(double x, double y, double radius) => _taken.Add((x - radius, y - radius, x + radius, y + radius));

    /// <summary>Where a name goes: right of its point, left, above or below; <c>null</c> where there is no room.</summary>
    public (double X, double Y, string Anchor)? Place(string name, double x, double y, double distance)
    {
        double width = WidthOf(name);
        foreach ((double dx, double dy, string anchor) in (ReadOnlySpan<(double, double, string)>)
            [(distance, 4, "start"), (-distance, 4, "end"), (0, -distance, "middle"), (0, distance + Height - 3, "middle")])
        {
            double start = x + dx - anchor switch { "start" => 0, "end" => width, _ => width / 2 };
            var box = (Left: start, Top: y + dy - Height + 2, Right: start + width, Bottom: y + dy + 2);
            bool isInside = box.Left >= left && box.Right <= right && box.Top >= top && box.Bottom <= bottom;
            if (!isInside || _taken.Exists(taken => taken.Left < box.Right && box.Left < taken.Right && taken.Top < box.Bottom && box.Top < taken.Bottom))
                continue;
            _taken.Add(box);
            return (x + dx, y + dy, anchor);
        }
        return null;
    }
}
