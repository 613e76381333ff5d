using System.Reflection;

namespace FaissNet.Tests;

/// <summary>
/// The runtime's cryptography is OpenSSL's on Linux and ends the process where that is not installed, as in a bare container.
/// </summary>
public sealed class BareContainerTests
{
    [Theory]
    [InlineData(typeof(FaissIndex))]
    [InlineData(typeof(VectorIndex))]
    [InlineData(typeof(FaissSharp.FaissRuntime))]
    public void Assembly_NeedsNoCryptographyOfTheRuntime(Type type)
    {
        IEnumerable<string?> references = type.Assembly.GetReferencedAssemblies().Select((AssemblyName name) => name.Name);

        Assert.DoesNotContain("System.Security.Cryptography", references);
    }
}
