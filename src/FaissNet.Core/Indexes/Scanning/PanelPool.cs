using FaissNet.Kernels;

namespace FaissNet;

/// <summary>Panels of the thread, so that a warm search allocates none. They go back to the thread that rented them.</summary>
internal static class PanelPool
{
    private const int MostKept = 4;

    [ThreadStatic]
    private static Stack<PackedPanel>? t_panels;

    public static PackedPanel Rent()
    {
        Stack<PackedPanel> panels = t_panels ??= new Stack<PackedPanel>(MostKept);
        return panels.TryPop(out PackedPanel? panel) ? panel : new PackedPanel();
    }

    public static void Return(PackedPanel panel)
    {
        if (t_panels!.Count < MostKept)
            t_panels.Push(panel);
        else
            panel.Dispose();
    }
}
