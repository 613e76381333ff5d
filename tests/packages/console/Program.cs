using System.Runtime.Intrinsics;
using FaissNet;

// usage: console native                        the README's example in both engines; fails without native FAISS
//        console no-native                     the example in C#; fails with native FAISS, shows why there is none
//        console search INDEX IMAGES.npy       one search, with the first vector of a float16 file, and nothing else
string expected = args[0];
if (expected == "search")
    return Search(args[1], args[2]);
var lines = new List<string>();
FaissRuntime.OnUnavailable(lines.Add);

float[] embeddings = Embeddings(count: 2000);
float[] queries = embeddings[..(2 * 512)];
string path = Path.Combine(Path.GetTempPath(), $"faissnet-{Environment.ProcessId}.faiss");

int vectorBits = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
Console.WriteLine($"vectors: {vectorBits} bits");
Example(Engine.Auto, Engine.Managed);
if (expected == "native")
{
    int before = ThreadCount();
    Console.WriteLine($"native FAISS {FaissRuntime.NativeVersion}, {Path.GetFileName(FaissRuntime.LibraryPath)}");
    Check(FaissRuntime.IsNativeAvailable, FaissRuntime.UnavailableReason ?? "no reason");
    Check(lines.Count == 0, "a line was logged though the library loaded");
    // The runtime starts threads of its own at any time, so this is no more than a bound; the library's own tests count exactly.
    Check(ThreadCount() - before < Environment.ProcessorCount + 1, "loading the library started threads");
    Example(Engine.Native, Engine.Native);
    VerificationReport report = FaissIndex.Verify(path, queries);
    Check(report.Equal, $"the engines differ: {report}");
    Console.WriteLine("verify: equal");
}
else
{
    Check(!FaissRuntime.IsNativeAvailable, "native FAISS is there");
    Check(lines.Count == 1 && !lines[0].Contains('\n'), $"{lines.Count} lines were logged");
    Console.WriteLine(lines[0]);
    Console.WriteLine($"reason: {FaissRuntime.UnavailableReason}");
    using VectorIndex managed = FaissIndex.Create(8, "Flat");
    Check(managed.Engine == Engine.Managed, "Auto did not stay on C#");
}
File.Delete(path);
Console.WriteLine("ok");
return 0;

void Example(Engine engine, Engine taken)
{
    // The README's C# goes here, with the engine as another argument.
    Check(index.Engine == taken && loaded.Engine == taken, $"{engine} took {index.Engine} and {loaded.Engine}");
    Check(result.IdsOf(0)[0] == 0 && result.IdsOf(1)[0] == 1, "a vector did not find itself");
    Console.WriteLine($"{taken}: ok");
}

static int Search(string indexPath, string vectorsPath)
{
    using VectorIndex index = FaissIndex.Load(indexPath);
    using FileStream file = File.OpenRead(vectorsPath);
    Span<byte> start = stackalloc byte[10];
    file.ReadExactly(start);
    file.Seek(BitConverter.ToUInt16(start[8..]), SeekOrigin.Current);
    var halves = new byte[index.Dimension * 2];
    file.ReadExactly(halves);
    var query = new float[index.Dimension];
    for (int i = 0; i < query.Length; i++)
        query[i] = (float)BitConverter.ToHalf(halves, i * 2);
    Console.WriteLine(string.Join(' ', index.Search(query, k: 10).Ids));
    return 0;
}

static float[] Embeddings(int count)
{
    var random = new Random(1);
    var vectors = new float[count * 512];
    for (int row = 0; row < count; row++)
    {
        Span<float> vector = vectors.AsSpan(row * 512, 512);
        double norm = 0;
        foreach (ref float value in vector)
        {
            value = random.NextSingle() - 0.5f;
            norm += value * value;
        }
        foreach (ref float value in vector)
            value /= (float)Math.Sqrt(norm);
    }
    return vectors;
}

static int ThreadCount() => Directory.Exists("/proc/self/task") ? Directory.GetDirectories("/proc/self/task").Length : 0;

static void Check(bool condition, string message)
{
    if (condition)
        return;
    Console.Error.WriteLine($"FAILED: {message}");
    Environment.Exit(1);
}
