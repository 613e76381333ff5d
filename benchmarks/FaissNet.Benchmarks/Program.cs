using BenchmarkDotNet.Running;
using FaissNet.Benchmarks.Large;

if (args is ["large", ..])
    return LargeIndexes.Run(args[1..]);
BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
return 0;
