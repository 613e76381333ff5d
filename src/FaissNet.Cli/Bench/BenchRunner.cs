namespace FaissNet.Cli.Bench;

/// <summary>Races one workload: first the answers, then the clocks, the engines taking turns so that a slow minute of the machine hits both.</summary>
internal sealed class BenchRunner(MachineLimits limits, int repetitions)
{
    public BenchResult Run(Workload workload, BenchData data, int threads, CancellationToken cancellationToken)
    {
        workload.Prepare(data, threads);
        // Also the warm-up: it has run every path once, and the JIT compiles the hot ones while the rest is being compared.
        string? difference = workload.Difference();
        var result = new BenchResult(workload.Name, threads, difference, $"{workload.Unit}/s");
        if (difference is not null)
            return result;
        var managed = new double[repetitions];
        var native = new double[repetitions];
        for (int i = 0; i < repetitions; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            managed[i] = workload.Units / workload.Time(Engine.Managed);
            if (workload.HasNative)
                native[i] = workload.Units / workload.Time(Engine.Native);
        }
        double speed = Median(managed);
        double share = speed * workload.LeastSeconds(limits) / workload.Units / threads;
        result = result with { Speed = new BenchSpeed(speed, share) };
        if (!workload.HasNative)
            return result;
        double[] ratios = [.. managed.Zip(native, (m, n) => m / n)];
        return result with { Ratio = new BenchRatio(Median(ratios), ratios.Min(), ratios.Max(), Median(native)) };
    }

    private static double Median(double[] values)
    {
        double[] sorted = [.. values.Order()];
        int middle = sorted.Length / 2;
        return sorted.Length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
