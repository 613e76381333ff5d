using FaissNet.Tests;

[assembly: AssemblyFixture(typeof(LiveObjectsFixture))]

namespace FaissNet.Tests;

/// <summary>Fails the run when a test leaves a native object alive: made before the first test, disposed after the last.</summary>
public sealed class LiveObjectsFixture : IDisposable
{
    private readonly long _before = FaissRuntime.LiveObjects;

    public void Dispose()
    {
        long after = FaissRuntime.LiveObjects;
        if (after != _before)
            throw new InvalidOperationException($"{after - _before} native objects are still alive after the last test.");
    }
}
